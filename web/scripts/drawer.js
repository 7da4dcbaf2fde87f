// Opens a figure's why beside the page. Without this script the link leads to a page.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const drawer = document.getElementById("drawer");
  if (!drawer || typeof drawer.showModal !== "function") return;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "close";
  button.textContent = drawer.dataset.close;
  button.addEventListener("click", () => drawer.close());

  async function open(link) {
    let html;
    try {
      const answer = await fetch(link.href, { headers: { "X-Fragment": "1" } });
      html = await answer.text();
      if (!answer.headers.get("X-Fragment")) throw new Error("not a fragment");
    } catch {
      window.location.assign(link.href);
      return;
    }
    const content = document.createElement("div");
    content.innerHTML = html;
    drawer.replaceChildren(button, content);
    if (!drawer.open) drawer.showModal();
    drawer.scrollTop = 0;
    button.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-why]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
  });
})();
