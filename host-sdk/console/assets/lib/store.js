// One value that several components follow.
import { useEffect, useState } from '../vendor/preact.js';

export class Store {
  #followers = new Set();

  constructor(value) {
    this.value = value;
  }

  set(value) {
    if (value === this.value) return;
    this.value = value;
    for (const follower of [...this.#followers]) follower(value);
  }

  /** Returns the function that ends it. */
  follow(follower) {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

export function useStore(store) {
  const [, render] = useState(store.value);
  useEffect(() => {
    render(store.value);
    return store.follow((value) => render(() => value));
  }, [store]);
  return store.value;
}
