/** Does the same with each of several clients; an error says with which it happened. */
export async function each(clients, action) {
  for (const [name, make] of Object.entries(clients)) {
    try {
      await action(make);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`, { cause: error.cause ?? error });
    }
  }
}
