// What people do goes to the server as JSON; a refusal comes back as an Error whose message can be shown.

/** Sends an action of a person, in the private chat or in a group, and returns the server's answer. */
export function act(person, action, body = {}, group = null) {
  return post(`play/people/${person}/${action}${group ? '?chat=group' : ''}`, body);
}

/** Sends JSON and returns the JSON of the answer, or undefined when there is none. */
export async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error('Нет связи с сервером. Проверьте, что faqbot работает.');
  }
  const text = await response.text();
  let answer;
  try {
    answer = text ? JSON.parse(text) : undefined;
  } catch {
    throw new Error(`Сервер ответил непонятно (код ${response.status}).`);
  }
  if (!response.ok) throw new Error(answer?.error ?? `Сервер ответил кодом ${response.status}.`);
  return answer;
}

/** The address of a file that a message carries. */
export function fileURL(file) {
  return `play/files/${encodeURIComponent(file.file_id)}`;
}

/** Reads a File of the browser as base64. */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(new Error('Не удалось прочитать файл.'));
    reader.readAsDataURL(file);
  });
}
