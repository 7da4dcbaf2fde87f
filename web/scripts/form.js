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
    setTimeout(() => form.querySelectorAll("button").forEach((b) => (b.disabled = true)));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form button[disabled]").forEach((b) => (b.disabled = false));
  });
})();
