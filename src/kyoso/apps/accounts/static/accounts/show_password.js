// A button beside each password that shows what was typed. Without this file the field works as ever.

const words = document.getElementById("show-password-words").dataset;

for (const input of document.querySelectorAll("[data-show-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--quiet btn--small";
  button.setAttribute("aria-controls", input.id);
  const label = () => {
    const shown = input.type === "text";
    button.textContent = shown ? words.hide : words.show;
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    input.type = input.type === "password" ? "text" : "password";
    label();
  });
  label();
  input.after(button);
  input.form.addEventListener("submit", () => (input.type = "password"));
}
