// What is typed into a form of a case stays on this device until it is sent: a lost
// connection or a closed window loses nothing. Without this script forms work the same.
(() => {
  "use strict";
  const NAME = "julin-draft/";
  const KEPT_DAYS = 30;
  const forms = document.querySelectorAll("form[data-draft]");
  let shelf;
  try {
    shelf = window.localStorage;
    shelf.getItem(NAME);
  } catch {
    return;
  }

  const fields = (form) => [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "button"].includes(field.type));
  const asDrawn = (field) => (field.tagName === "SELECT" ? ([...field.options].find((o) => o.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);

  function keep(form) {
    const values = {};
    for (const field of fields(form)) if (field.value !== asDrawn(field)) values[field.name] = field.value;
    const name = NAME + form.dataset.draft;
    try {
      if (Object.keys(values).length === 0) shelf.removeItem(name);
      else shelf.setItem(name, JSON.stringify({ at: Date.now(), values }));
    } catch {
      // A full shelf: the form itself still works.
    }
  }

  function restore(form) {
    const name = NAME + form.dataset.draft;
    let draft;
    try {
      draft = JSON.parse(shelf.getItem(name));
    } catch {
      shelf.removeItem(name);
    }
    if (!draft || typeof draft.values !== "object") return;
    if (Date.now() - draft.at > KEPT_DAYS * 86_400_000) {
      shelf.removeItem(name);
      return;
    }
    let restored = false;
    for (const field of fields(form)) {
      const value = draft.values[field.name];
      if (typeof value !== "string" || field.value !== asDrawn(field)) continue;
      field.value = value;
      restored = true;
    }
    if (!restored) return;
    const notice = document.createElement("p");
    notice.className = "restored";
    notice.setAttribute("role", "status");
    notice.append(form.dataset.draftWords);
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = form.dataset.draftDrop;
    drop.addEventListener("click", () => {
      shelf.removeItem(name);
      form.reset();
      notice.remove();
    });
    notice.append(drop);
    form.prepend(notice);
    form.closest("details")?.setAttribute("open", "");
  }

  // The server says which form went through; its draft is done with. A form that was
  // refused comes back with what was typed, and one that never arrived is still here.
  const sent = document.cookie.split("; ").find((pair) => pair.startsWith("sent="));
  if (sent) {
    shelf.removeItem(NAME + decodeURIComponent(sent.slice("sent=".length)));
    document.cookie = "sent=; Path=/; Max-Age=0; SameSite=Lax";
  }
  forms.forEach((form) => {
    restore(form);
    form.addEventListener("input", () => keep(form));
  });
})();
