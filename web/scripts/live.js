// While a slider moves, the result beside the form is fetched again. Without this script
// the form is sent by its button.
(() => {
  "use strict";
  const forms = document.querySelectorAll("form[data-live]");

  function watch(form) {
    const name = form.dataset.live;
    let asked = 0;
    let waiting = false;

    // Fields left as they were stay out of the address.
    function address() {
      const query = new URLSearchParams();
      for (const field of form.elements) {
        if (!field.name || field.value === "") continue;
        if (field.type === "range" && field.value === field.defaultValue && !field.dataset.touched) continue;
        query.append(field.name, field.value);
      }
      return `${form.getAttribute("action")}?${query}`;
    }

    async function refresh() {
      waiting = false;
      const mine = ++asked;
      const href = address();
      let html;
      try {
        const answer = await fetch(href, { headers: { "X-Fragment": "1" } });
        if (!answer.ok || !answer.headers.get("X-Fragment")) return;
        html = await answer.text();
      } catch {
        return;
      }
      if (mine !== asked) return;
      const page = document.createElement("div");
      page.innerHTML = html;
      const fresh = page.querySelector(`[data-live-result="${name}"]`);
      const old = document.querySelector(`[data-live-result="${name}"]`);
      if (!fresh || !old) return;
      old.replaceWith(fresh);
      history.replaceState(null, "", href);
    }

    form.addEventListener("input", (event) => {
      const field = event.target;
      field.dataset.touched = "1";
      const output = form.querySelector(`output[for="${CSS.escape(field.id)}"]`);
      if (output) output.value = field.value;
      if (field.name === "unit") {
        // Another park has other values: the whole page changes.
        form.requestSubmit();
        return;
      }
      if (!waiting) {
        waiting = true;
        requestAnimationFrame(refresh);
      }
    });
  }

  forms.forEach(watch);
})();
