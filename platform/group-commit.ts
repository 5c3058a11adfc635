/**
 * Lets calls that arrive while others are being committed go together with the next, as databases do with their log. A call that comes
 * alone waits for nobody.
 */

interface Waiting<Item, Result> {
  items: readonly Item[];
  resolve: (results: Result[]) => void;
  reject: (error: unknown) => void;
}

interface Limits {
  /** How many groups with the same key can be under way. */
  groups: number;
  /** How many items a group has, unless a single call brings more. */
  items: number;
}

export class GroupCommit<Item, Result> {
  private readonly underWay = new Map<string, number>();
  private readonly waiting = new Map<string, Waiting<Item, Result>[]>();

  /** @param commit commits the items of several calls, all or nothing, and returns one result per item, in order */
  constructor(
    private readonly commit: (key: string, items: readonly Item[]) => Promise<Result[]>,
    private readonly limits: Limits,
  ) {}

  /** Returns one result per item. Only calls with the same key go together. @throws what `commit` throws for these items alone */
  run(key: string, items: readonly Item[]): Promise<Result[]> {
    return new Promise((resolve, reject) => {
      const queue = this.waiting.get(key) ?? [];
      queue.push({ items, resolve, reject });
      this.waiting.set(key, queue);
      this.begin(key);
    });
  }

  private begin(key: string): void {
    const underWay = this.underWay.get(key) ?? 0;
    const queue = this.waiting.get(key);
    if (!queue || underWay >= this.limits.groups) return;
    const group = this.takeFrom(queue);
    if (queue.length === 0) this.waiting.delete(key);
    this.underWay.set(key, underWay + 1);
    void this.commitGroup(key, group).finally(() => {
      const left = this.underWay.get(key)! - 1;
      if (left > 0) this.underWay.set(key, left);
      else this.underWay.delete(key);
      this.begin(key);
    });
  }

  private takeFrom(queue: Waiting<Item, Result>[]): Waiting<Item, Result>[] {
    let [count, items] = [0, 0];
    while (count < queue.length && (count === 0 || items + queue[count]!.items.length <= this.limits.items)) {
      items += queue[count]!.items.length;
      count += 1;
    }
    return queue.splice(0, count);
  }

  /** If the group fails, each call is tried alone, so that none fails because of another. */
  private async commitGroup(key: string, group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.commit(
        key,
        group.flatMap(({ items }) => items),
      );
      let from = 0;
      for (const { items, resolve } of group) resolve(results.slice(from, (from += items.length)));
    } catch (error) {
      if (group.length === 1) return group[0]!.reject(error);
      for (const one of group) await this.commitGroup(key, [one]);
    }
  }
}
