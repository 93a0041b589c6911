// The live connection. Each connection begins with the whole state, so a page that was cut off neither misses nor
// repeats anything; the browser reconnects by itself.

/** Connects the store to the server and reports whether the connection stands. */
export function connect(store, onConnection) {
  const source = new EventSource('play/events');
  const on = (type, take) => source.addEventListener(type, (event) => take(JSON.parse(event.data)));
  on('state', (state) => {
    store.reset(state);
    onConnection(true);
  });
  on('chat', (change) => store.change(change));
  on('action', ({ chat, action }) => store.act(chat, action));
  on('answer', (answer) => store.emit('answer', answer));
  source.onerror = () => {
    onConnection(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => connect(store, onConnection), 1000);
  };
}
