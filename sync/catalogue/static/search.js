"use strict";
// Leaves what was not filled in out of the address that a search leads to. Without this script the address is longer,
// and means the same.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
