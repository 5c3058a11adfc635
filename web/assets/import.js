// Reads a chosen file into the text field, so it is sent like pasted text. The server turns Excel workbooks into text.
(() => {
  const choice = document.querySelector('[data-file-into]');
  const input = choice.querySelector('input');
  const sheets = document.getElementById('sheet');
  const field = document.getElementById(choice.dataset.fileInto);
  const result = document.getElementById('file-read');

  /** Spreadsheet programs write UTF-8, UTF-16 with or without a byte order mark, or the old Windows encoding. */
  function decode(bytes) {
    const [first, second] = bytes;
    // No text has a zero byte, but every second byte of English text in UTF-16 is zero.
    if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0))
      return new TextDecoder('utf-16le').decode(bytes);
    if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0))
      return new TextDecoder('utf-16be').decode(bytes);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder('windows-1252').decode(bytes);
    }
  }

  const ZIP = [0x50, 0x4b];
  const OLD_EXCEL = [0xd0, 0xcf];
  const startsWith = (bytes, first) => first.every((byte, i) => bytes[i] === byte);

  /** Shows which sheets there are to choose from, when there are several. */
  function offerSheets(names, chosen) {
    sheets.replaceChildren(...names.map((name, i) => new Option(name, String(i), i === chosen, i === chosen)));
    sheets.closest('.field').hidden = names.length < 2;
  }

  async function readWorkbook(file, sheet) {
    const answer = await fetch(`/configure/import/workbook${sheet === undefined ? '' : `?sheet=${sheet}`}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
    const found = await answer.json();
    if (answer.ok) {
      offerSheets(found.sheets, found.sheet);
      field.value = found.text;
    }
    say(
      answer.ok ? [input.dataset.done, found.note].filter(Boolean).join(' ') : (found.message ?? input.dataset.failed),
    );
  }

  const say = (message) => (result.textContent = message);

  function readText(text) {
    // Some programs save a web page under a spreadsheet's name.
    const isPage = /^\uFEFF?\s*<(!doctype|html|table|\?xml)/i.test(text);
    const isEmpty = text.trim() === '';
    if (!isPage && !isEmpty) field.value = text;
    say(isEmpty ? input.dataset.empty : isPage ? input.dataset.failed : input.dataset.done);
  }

  async function read(sheet) {
    const [file] = input.files;
    if (!file) return;
    say('');
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (startsWith(bytes, ZIP) || startsWith(bytes, OLD_EXCEL)) {
      await readWorkbook(file, sheet);
    } else {
      offerSheets([], 0);
      readText(decode(bytes));
    }
  }

  const start = (sheet) => void read(sheet).catch(() => say(input.dataset.failed));

  choice.hidden = false;
  input.addEventListener('change', () => start());
  sheets.addEventListener('change', () => start(sheets.value));
})();
