// A card dragged into a column makes the choice that leads there and sends it. Without
// this script the choice on the card does the same.
(() => {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const says = document.querySelector("[data-board-says]");
  let dragged = null;

  const ways = (card, state) => [...card.querySelectorAll("option")].filter((option) => option.dataset.to === state);

  function tell(words) {
    says.textContent = "";
    setTimeout(() => (says.textContent = words));
    says.classList.remove("sr");
    setTimeout(() => says.classList.add("sr"), 6000);
  }

  function move(card, state) {
    const found = ways(card, state);
    const select = card.querySelector("select");
    if (!select || found.length === 0) {
      tell(board.dataset.none);
      return;
    }
    select.value = found[0].value;
    if (found.length > 1) {
      select.focus();
      tell(board.dataset.several);
      return;
    }
    select.form.requestSubmit();
  }

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    for (const column of board.querySelectorAll("[data-state]")) column.classList.toggle("way", ways(dragged, column.dataset.state).length > 0);
  });
  board.addEventListener("dragend", () => {
    dragged = null;
    for (const column of board.querySelectorAll("[data-state]")) column.classList.remove("way", "over");
  });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest("[data-state]");
    if (!dragged || !column) return;
    event.preventDefault();
    for (const other of board.querySelectorAll(".over")) other.classList.remove("over");
    column.classList.add("over");
  });
  board.addEventListener("drop", (event) => {
    const column = event.target.closest("[data-state]");
    if (!dragged || !column) return;
    event.preventDefault();
    if (!column.contains(dragged)) move(dragged, column.dataset.state);
  });
})();
