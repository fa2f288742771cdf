// When an answer fails to arrive, say so where messages stand, and lose nothing.
export function sayTrouble() {
  const messages = document.getElementById("messages");
  if (!messages || messages.querySelector("[data-is-trouble]")) return;
  const notice = document.createElement("div");
  notice.className = "notice stop";
  notice.setAttribute("role", "alert");
  notice.dataset.isTrouble = "";
  notice.textContent = messages.dataset.trouble;
  messages.append(notice);
}
