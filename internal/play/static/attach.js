// Sending what is not text: photos, files, voice, places, contacts.

import { base64 } from './api.js';
import { h } from './dom.js';
import { dialog, openMenu } from './popups.js';

const places = [
  ['Москва, Красная площадь', 55.75393, 37.62082],
  ['Санкт-Петербург, Дворцовая площадь', 59.93904, 30.31583],
  ['Казань, Кремль', 55.79871, 49.10626],
];

/** The attach menu of a column. `chat.do(action, body)` sends, `chat.host` holds dialogs. */
export function attachMenu(anchor, chat, replyTo) {
  openMenu(anchor, [
    { label: 'Фото', icon: 'photo', onClick: () => pick('image/*', true, (files) => sendFiles(files, chat, replyTo)) },
    { label: 'Файл', icon: 'document', onClick: () => pick('', true, (files) => sendFiles(files, chat, replyTo, true)) },
    { label: 'Голосовое (образец)', icon: 'voice', onClick: () => sample(chat, replyTo) },
    { label: 'Место', icon: 'place', onClick: () => choosePlace(anchor, chat) },
    { label: 'Мой контакт', icon: 'contact', onClick: () => shareOwn(chat) },
    { label: 'Чужой контакт…', icon: 'contact', onClick: () => shareOther(chat) },
  ], { label: 'Прикрепить' });
}

function pick(accept, multiple, take) {
  const input = h('input', { type: 'file', accept, multiple, hidden: true });
  input.addEventListener('change', () => { take([...input.files]); input.remove(); });
  input.addEventListener('cancel', () => input.remove());
  document.body.append(input);
  input.click();
}

/** Shows the chosen files with a field for the caption, then sends them; several of a kind become an album. */
export async function sendFiles(files, chat, replyTo, asFiles = false) {
  if (files.length === 0) return;
  const images = !asFiles && files.every((file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type));
  const urls = [];
  const previews = files.map((file) => {
    if (!images) return h('div', { class: 'preview-file' }, file.name);
    const url = URL.createObjectURL(file);
    urls.push(url);
    return h('img', { src: url, alt: file.name });
  });
  // A picture that comes later would push the buttons from under the pointer. A broken one is shown as such.
  if (images) await Promise.allSettled(previews.map((image) => image.decode()));
  const caption = h('input', { type: 'text', maxlength: '1024', placeholder: 'Подпись', 'aria-label': 'Подпись', autocomplete: 'off' });
  const go = await dialog(chat.host, {
    title: images ? (files.length > 1 ? `Отправить фото: ${files.length}` : 'Отправить фото') : 'Отправить файл',
    body: [h('div', { class: 'previews' }, previews), caption],
    buttons: [{ label: 'Отмена', value: null }, { label: 'Отправить', value: true }],
    testid: 'send-files',
  });
  for (const url of urls) URL.revokeObjectURL(url);
  if (!go) return;
  try {
    const list = [];
    for (const file of files) list.push({ kind: images ? 'photo' : kindOf(file), name: file.name, mime: file.type, data: await base64(file) });
    await chat.do('media', { files: list, caption: caption.value.trim(), reply_to: replyTo });
  } catch (error) {
    chat.notice(error.message);
  }
}

function kindOf(file) {
  return /^audio\/(ogg|opus)/.test(file.type) ? 'voice' : 'document';
}

async function sample(chat, replyTo) {
  try {
    const response = await fetch('static/voice.ogg');
    if (!response.ok) throw new Error('Не удалось взять образец записи.');
    const blob = await response.blob();
    await chat.do('media', { files: [{ kind: 'voice', name: 'voice.ogg', mime: 'audio/ogg', seconds: 5, data: await base64(blob) }], reply_to: replyTo });
  } catch (error) {
    chat.notice(error.message);
  }
}

/** Asks which of a few places the person is at; a desk has no satellite navigation. */
export function choosePlace(anchor, chat) {
  openMenu(anchor, places.map(([label, latitude, longitude]) => ({
    label, icon: 'place', onClick: () => chat.do('location', { latitude, longitude }),
  })), { label: 'Место' });
}

/** Asks before the phone is shared, as Telegram does. */
export async function shareOwn(chat) {
  const { person } = chat;
  const yes = await dialog(chat.host, {
    title: 'Поделиться номером?',
    body: h('p', {}, 'Бот «', chat.bot.first_name, '» увидит ваш номер телефона ', h('b', {}, person.phone), '.'),
    buttons: [{ label: 'Отмена', value: null }, { label: 'Поделиться номером', value: true }],
    testid: 'share-contact',
  });
  if (yes) await chat.do('contact', { own: true });
}

async function shareOther(chat) {
  const name = h('input', { type: 'text', required: true, maxlength: '64', placeholder: 'Имя', 'aria-label': 'Имя', autocomplete: 'off' });
  const phone = h('input', { type: 'tel', required: true, maxlength: '20', pattern: '\\+?[0-9 \\-\\(\\)]{5,20}', placeholder: '+7 900 000-00-00', 'aria-label': 'Телефон', autocomplete: 'off' });
  const yes = await dialog(chat.host, {
    title: 'Отправить контакт',
    body: [name, phone],
    buttons: [{ label: 'Отмена', value: null }, { label: 'Отправить', value: true }],
    testid: 'send-contact',
  });
  if (yes) await chat.do('contact', { first_name: name.value.trim(), phone: phone.value.trim() });
}
