// A choice that is sent as soon as it is made; a form that is sent once.
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const button = event.submitter;
    if (button?.dataset.busy) button.textContent = button.dataset.busy;
    const disable = (off) => form.querySelectorAll("button").forEach((b) => (b.disabled = off));
    setTimeout(() => disable(true));
    // A file leaves the page where it is: its button can be pressed again after a while.
    if ("file" in form.dataset) setTimeout(() => disable(false), 3000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form button[disabled]").forEach((b) => (b.disabled = false));
  });
})();
