// What the page knows: people, their chats with the bot, and the managers' group. It changes only by what the server tells.

/** A private chat of one person with the bot, or the group. */
class Chat {
  messages = new Map(); // by id, ascending
  keyboard = null;
  commands = [];
  blocked = false;
  language = '';
  seen = new Map(); // by person, the last message that was on screen
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

  /** How many messages of others came since the person looked. */
  unread(person) {
    const seen = this.seen.get(person) ?? 0;
    let count = 0;
    for (const message of this.messages.values()) {
      if (message.message_id > seen && message.from?.id !== person) count++;
    }
    return count;
  }

  /** Counts all that is there as seen, by somebody or by all. */
  catchUp(people) {
    for (const person of people) this.seen.set(person, this.last?.message_id ?? 0);
  }

  get last() {
    return [...this.messages.values()].pop();
  }
}

/** Everything the page shows. Emits `people` once, `chat` with the chat's id, `seen` with a person's, `answer` with a press's answer. */
export class Store extends EventTarget {
  bot = {};
  people = [];
  group = null; // of the managers
  chats = new Map();

  /** Takes the whole state, after connecting and after every reconnection. */
  reset(state) {
    const first = this.people.length === 0;
    this.bot = state.bot;
    this.people = state.people;
    this.group = state.group ?? null;
    for (const change of state.chats) {
      const known = this.chats.has(change.chat);
      const chat = known ? this.chats.get(change.chat) : new Chat();
      this.chats.set(change.chat, chat);
      chat.apply({ ...change, reset: true });
      // A fresh emulator numbers from one again: what was seen before means nothing.
      const ahead = [...chat.seen.values()].some((seen) => seen > (chat.last?.message_id ?? 0));
      if (!known || ahead) chat.catchUp(this.people.map((person) => person.id));
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

  saw(id, person) {
    const chat = this.chats.get(id);
    if ((chat.seen.get(person) ?? 0) >= (chat.last?.message_id ?? 0)) return;
    chat.catchUp([person]);
    this.emit('seen', { person });
  }

  person(id) {
    return this.people.find((person) => person.id === id);
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
