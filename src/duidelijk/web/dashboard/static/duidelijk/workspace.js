/* Keeps what an editor types and shows how it will look; without it the buttons do the same. */
"use strict";
(() => {
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const text = form.elements.text;
  const preview = document.getElementById("voorbeeld");
  const told = document.getElementById("bewaard");
  let waiting = 0;
  let sent = text.value;

  const keep = async () => {
    const typed = text.value;
    if (typed === sent) return;
    let answer;
    try {
      answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form) });
    } catch {
      return; // the connection is gone for a moment: the next key tries again
    }
    if (!answer.ok || answer.redirected) return;
    sent = typed;
    preview.innerHTML = await answer.text();
    told.textContent = `${told.dataset.kept} ${new Date().toTimeString().slice(0, 5)}`;
  };
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 800);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  let saving = false;
  form.addEventListener("submit", () => { saving = true; });
  addEventListener("beforeunload", (event) => {
    if (!saving && text.value !== sent) event.preventDefault();
  });
})();
