// One message as a bubble, or several photos and files of one album as one.

import { time } from './clock.js';
import { h, icon } from './dom.js';
import { render } from './entities.js';
import { inlineKeyboard } from './keyboards.js';
import { media, summary } from './media.js';

/**
 * Builds the element of a block (see messages.js). `chat` gives what bubbles need of their talk: `menu(message,
 * event)`, `press`, `jump(id)`, `owns(message)`, `text` actions.
 */
export function bubble(block, chat) {
  const [message] = block.messages;
  const captioned = block.messages.find((m) => m.text || m.caption) ?? message;
  const own = chat.owns(message);
  const side = own ? 'own' : message.from?.is_bot ? 'bot' : 'other';
  const only = onlyMedia(block, captioned);
  const body = h('div', {
    class: ['bubble', side, block.last ? 'tail' : '', only ? 'only-media' : '', isEmoji(message) ? 'emoji' : ''].join(' '),
    tabindex: '0', dataset: { testid: 'bubble' },
    onKeydown: (event) => { if (event.key === 'Enter' && event.target === event.currentTarget) openMenu(event, captioned, chat); },
    onClick: (event) => openMenu(event, captioned, chat),
    onContextmenu: (event) => openMenu(event, captioned, chat),
  },
  author(message, own, chat), origin(message), quote(message, chat), pictures(block), text(captioned, chat), meta(block, own));
  return h('article', {
    class: `message ${side}`, role: 'article',
    'aria-label': `${own ? 'Сообщение' : message.from?.is_bot ? 'Бот' : chat.nameOf(message.from)}, ${time(message.date)}`,
    dataset: { messageId: message.message_id, side },
  }, body, block.messages.map((m) => m.reply_markup && inlineKeyboard(m, chat)));
}

/** A line in the middle of the chat: a pinned message, for one. */
export function service(message) {
  return h('div', { class: 'chip service', dataset: { messageId: message.message_id } }, news(message));
}

function news(message) {
  const name = (user) => (user.is_bot ? `Бот ${user.first_name}` : user.first_name);
  if (message.pinned_message) return `Закреплено: «${cut(summary(message.pinned_message), 40)}»`;
  if (message.new_chat_members) return `Теперь в группе: ${message.new_chat_members.map(name).join(', ')}`;
  if (message.left_chat_member) return `Больше не в группе: ${name(message.left_chat_member)}`;
  return 'Служебное сообщение';
}

function openMenu(event, message, chat) {
  if (event.target.closest('a, button, video, .spoiler:not(.revealed), .expandable')) return;
  if (event.type === 'click' && String(window.getSelection())) return; // the person is marking text
  event.preventDefault();
  chat.menu(message, event);
}

function onlyMedia(block, captioned) {
  const { photo, video, animation } = block.messages[0];
  return Boolean(photo ?? video ?? animation) && !captioned.caption && !block.messages[0].reply_to_message;
}

function isEmoji(message) {
  return Boolean(message.text) && !message.reply_to_message && /^(\p{Extended_Pictographic}\uFE0F?){1,3}$/u.test(message.text);
}

/** Who of several people wrote. */
function author(message, own, chat) {
  if (own || !chat.group) return undefined;
  return h('div', { class: 'author' }, chat.nameOf(message.from));
}

function origin(message) {
  if (!message.forward_origin) return undefined;
  const from = message.forward_origin.sender_user;
  return h('div', { class: 'forwarded' }, `Переслано${from ? ` от ${from.first_name}` : ''}`);
}

function quote(message, chat) {
  const replied = message.reply_to_message;
  if (!replied) return undefined;
  return h('button', { type: 'button', class: 'quote', dataset: { testid: 'quote' }, onClick: () => chat.jump(replied.message_id) },
    h('span', { class: 'quote-name' }, chat.nameOf(replied.from)),
    h('span', { class: 'quote-text' }, cut(message.quote?.text ?? summary(replied), 120)));
}

function pictures(block) {
  if (block.messages.length === 1) return media(block.messages[0]);
  const grid = block.messages.every((m) => m.photo ?? m.video);
  return h('div', { class: grid ? `album album-${Math.min(block.messages.length, 4)}` : 'album-rows' },
    block.messages.map((m) => h('div', { class: 'album-item', dataset: { albumMessageId: m.message_id } }, media(m))));
}

function text(message, chat) {
  if (message.text === undefined && message.caption === undefined) return undefined;
  return h('div', { class: 'text', dir: 'auto', dataset: { testid: 'text' } },
    render(message.text ?? message.caption, message.entities ?? message.caption_entities, chat.text));
}

function meta(block, own) {
  const message = block.messages.at(-1);
  const edited = block.messages.some((m) => m.edit_date);
  return h('span', { class: 'meta' },
    edited && h('span', { class: 'edited', dataset: { testid: 'edited' } }, 'изменено'),
    h('time', { datetime: new Date(message.date * 1000).toISOString() }, time(message.date)),
    own && h('span', { class: 'ticks', role: 'img', 'aria-label': 'прочитано' }, icon('checks')));
}

/** The first characters of a text, in one line. */
export function cut(text, length) {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
