// What a message carries besides text: photos, files, voice, places, contacts.

import { duration } from './clock.js';
import { fileURL } from './api.js';
import { h, icon } from './dom.js';

/** The media of one message as DOM, nothing when it has none. */
export function media(message) {
  if (message.photo) return photo(message.photo);
  if (message.voice) return sound(message.voice, 'Голосовое сообщение');
  if (message.audio) return sound(message.audio, message.audio.file_name ?? 'Аудио');
  const film = message.video ?? message.animation ?? message.video_note;
  if (film) return video(film, Boolean(message.animation));
  if (message.document) return document_(message.document);
  if (message.sticker) return h('div', { class: 'sticker' }, message.sticker.emoji ?? '🙂');
  if (message.location) return place(message.location);
  if (message.contact) return contact(message.contact);
  return undefined;
}

/** One line that stands for the message in a quote. */
export function summary(message) {
  const body = message.text ?? message.caption;
  if (body) return body;
  if (message.photo) return 'Фотография';
  if (message.voice) return 'Голосовое сообщение';
  if (message.audio) return message.audio.file_name ?? 'Аудио';
  if (message.video ?? message.video_note) return 'Видео';
  if (message.animation) return 'GIF';
  if (message.document) return message.document.file_name ?? 'Файл';
  if (message.sticker) return `${message.sticker.emoji ?? ''} Стикер`.trim();
  if (message.location) return 'Место на карте';
  if (message.contact) return `Контакт: ${message.contact.first_name}`;
  return 'Сообщение';
}

function photo(sizes) {
  const largest = sizes.at(-1);
  const image = h('img', { class: 'photo', src: fileURL(largest), alt: 'Фотография', loading: 'lazy' });
  if (largest.width && largest.height) { // the bubble keeps its height while the picture loads
    image.width = largest.width;
    image.height = largest.height;
  }
  image.addEventListener('error', () => image.replaceWith(h('div', { class: 'photo photo-broken' }, icon('photo'), 'Не удалось показать снимок')), { once: true });
  return h('a', { class: 'photo-link', href: fileURL(largest), target: '_blank', rel: 'noopener', 'aria-label': 'Открыть фотографию' }, image);
}

function video(file, silent) {
  return h('video', { class: 'photo', src: fileURL(file), controls: !silent, autoplay: silent, loop: silent, muted: silent, preload: 'metadata' });
}

function document_(file) {
  return h('a', { class: 'file', href: fileURL(file), download: file.file_name ?? '' },
    h('span', { class: 'file-icon' }, icon('document')),
    h('span', { class: 'file-text' },
      h('span', { class: 'file-name' }, file.file_name ?? 'Файл'),
      h('span', { class: 'file-size' }, size(file.file_size))));
}

function size(bytes = 0) {
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1).replace('.', ',')} КБ`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',')} МБ`;
}

/** Bars whose heights come from the file's id, since an emulator has no waveform to show. */
function bars(seed) {
  const heights = [];
  let x = 7;
  for (let i = 0; i < 32; i++) {
    x = (x * 31 + seed.charCodeAt(i % seed.length) + i) % 97;
    const bar = h('i');
    bar.style.height = `${3 + (x % 17)}px`;
    heights.push(bar);
  }
  return h('span', { class: 'bars', 'aria-hidden': 'true' }, heights);
}

function sound(file, label) {
  const audio = new Audio();
  audio.preload = 'none';
  const button = h('button', { type: 'button', class: 'file-icon', 'aria-label': `Слушать: ${label}` }, icon('play'));
  const shown = h('span', { class: 'file-size' }, duration(file.duration));
  const row = h('div', { class: 'file voice' }, button, h('span', { class: 'file-text' }, bars(file.file_unique_id), shown));
  const show = () => button.replaceChildren(icon(audio.paused ? 'play' : 'pause'));
  button.addEventListener('click', () => {
    if (!audio.src) audio.src = fileURL(file);
    if (audio.paused) audio.play().catch(() => { shown.textContent = 'не удалось воспроизвести'; });
    else audio.pause();
  });
  for (const event of ['play', 'pause', 'ended']) audio.addEventListener(event, show);
  audio.addEventListener('timeupdate', () => {
    shown.textContent = duration(audio.currentTime);
    const done = audio.duration > 0 ? audio.currentTime / audio.duration : 0;
    [...row.querySelectorAll('.bars i')].forEach((bar, index, all) => bar.classList.toggle('heard', index < done * all.length));
  });
  return row;
}

function place({ latitude, longitude }) {
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h('a', {
    class: 'place', target: '_blank', rel: 'noopener noreferrer', 'aria-label': `Место на карте: ${point}`,
    href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`,
  }, h('span', { class: 'map' }, icon('place')), h('span', { class: 'place-text' }, point));
}

function contact({ phone_number: phone, first_name: first, last_name: last }) {
  const name = [first, last].filter(Boolean).join(' ');
  const number = phone.startsWith('+') ? phone : `+${phone}`;
  return h('div', { class: 'file contact' },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, name.slice(0, 1)),
    h('span', { class: 'file-text' },
      h('span', { class: 'file-name' }, name),
      h('a', { class: 'contact-phone', href: `tel:${number}` }, number)));
}
