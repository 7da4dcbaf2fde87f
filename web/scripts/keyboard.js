// Ctrl-K, Cmd-K or / go to the search box; j and k move through rows, Enter opens.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("main tr[data-row]")];
  let current = null;

  function move(step) {
    const all = rows();
    if (all.length === 0) return;
    const at = current ? all.indexOf(current) : -1;
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    current?.classList.remove("current");
    current = all[next];
    current.classList.add("current");
    current.querySelector("a")?.focus({ preventScroll: true });
    current.scrollIntoView({ block: "nearest" });
  }

  const typing = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    const search = document.getElementById("q");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search?.focus();
      search?.select();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.getElementById("drawer")?.open) return;
    if (event.key === "/") {
      event.preventDefault();
      search?.focus();
    } else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
  });
})();
