// What the page knows: people and their chats with the bot. It changes only by what the server tells.

/** A chat of one person with the bot. */
class Chat {
  messages = new Map(); // by id, ascending
  keyboard = null;
  commands = [];
  blocked = false;
  language = '';
  seen = 0; // the last message of the bot that was on screen
  action = ''; // what the bot is doing: typing, for one
  busyUntil = 0; // in milliseconds

  /** Takes a change; messages are told whole, so the same change may come twice. */
  apply(change) {
    if (change.reset) this.messages.clear();
    for (const id of change.deleted ?? []) this.messages.delete(id);
    let ordered = true;
    let last = [...this.messages.keys()].pop() ?? 0;
    for (const message of change.messages ?? []) {
      if (!this.messages.has(message.message_id)) {
        ordered &&= message.message_id > last;
        last = message.message_id;
      }
      this.messages.set(message.message_id, message);
      if (message.from?.is_bot && !message.edit_date) this.busyUntil = 0;
    }
    if (!ordered) this.messages = new Map([...this.messages].sort(([a], [b]) => a - b));
    this.keyboard = change.keyboard ?? null;
    this.commands = change.commands ?? [];
    this.blocked = Boolean(change.blocked);
    this.language = change.language;
  }

  /** How many messages of the bot came since the person looked. */
  get unread() {
    let count = 0;
    for (const message of this.messages.values()) {
      if (message.message_id > this.seen && message.from?.is_bot) count++;
    }
    return count;
  }

  get last() {
    return [...this.messages.values()].pop();
  }
}

/** Everything the page shows. Emits `people` once, `chat` with the person's id, `answer` with a press's answer. */
export class Store extends EventTarget {
  bot = {};
  people = [];
  chats = new Map();

  /** Takes the whole state, after connecting and after every reconnection. */
  reset(state) {
    const first = this.people.length === 0;
    this.bot = state.bot;
    this.people = state.people;
    for (const change of state.chats) {
      const known = this.chats.has(change.chat);
      const chat = known ? this.chats.get(change.chat) : new Chat();
      this.chats.set(change.chat, chat);
      chat.apply({ ...change, reset: true });
      // A fresh emulator numbers from one again: what was seen before means nothing.
      if (!known || chat.seen > (chat.last?.message_id ?? 0)) chat.seen = chat.last?.message_id ?? 0;
    }
    if (first) this.emit('people');
    for (const id of this.chats.keys()) this.emit('chat', { id, reset: true });
  }

  change(change) {
    this.chats.get(change.chat)?.apply(change);
    this.emit('chat', { id: change.chat, raise: change.keyboard_raised });
  }

  /** The bot is typing, or sending a file. */
  act(id, action) {
    const chat = this.chats.get(id);
    if (!chat) return;
    const lasts = 5000; // Telegram shows a chat action for five seconds
    chat.action = action;
    chat.busyUntil = Date.now() + lasts;
    this.emit('chat', { id });
    setTimeout(() => this.emit('chat', { id }), lasts + 50);
  }

  saw(id) {
    const chat = this.chats.get(id);
    const last = chat.last?.message_id ?? 0;
    if (chat.seen >= last) return;
    chat.seen = last;
    this.emit('seen', { id });
  }

  person(id) {
    return this.people.find((person) => person.id === id);
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
