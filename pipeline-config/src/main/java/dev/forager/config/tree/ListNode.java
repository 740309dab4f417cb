// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values in order. */
public final class ListNode implements Node {
    private final Origin origin;
    private final List<Node> items;
    private final int height;
    private final long size;

    /** A list of {@code items}, copied. */
    public ListNode(Origin origin, List<Node> items) {
        this.origin = origin;
        this.items = List.copyOf(items);
        int deepest = 0;
        long total = 1;
        for (Node item : this.items) {
            deepest = Math.max(deepest, item.height());
            total += item.size();
        }
        this.height = deepest + 1;
        this.size = total;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public ListNode withOrigin(Origin other) {
        return new ListNode(other, items);
    }

    /** The values. */
    public List<Node> items() {
        return items;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String goType() {
        return "[]interface {}";
    }

    @Override
    public String kind() {
        return "list";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ListNode list
                && items.equals(list.items)
                && Objects.equals(origin.text(), list.origin.text());
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    /** The length only: values may be secrets. */
    @Override
    public String toString() {
        return "list of " + items.size();
    }
}
