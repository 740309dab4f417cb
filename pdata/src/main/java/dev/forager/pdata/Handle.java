// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import org.jspecify.annotations.Nullable;

/**
 * What the four handles share: the payload, and its content as soon as somebody looks at it.
 *
 * @param <R> the export request, root of the content
 */
abstract class Handle<R extends Message> {
    private Payload payload;
    private @Nullable R root;

    Handle(Payload payload) {
        this.payload = payload;
    }

    abstract R newRoot();

    /** Items in the content, opened or not. */
    abstract int countItems(R content);

    final R root() {
        R content = root;
        if (content == null) {
            content = newRoot();
            payload.readInto(content);
            root = content;
        }
        return content;
    }

    public final Signal signal() {
        return payload.signal();
    }

    public final Payload seal() {
        R content = root;
        if (content != null && content.settle()) {
            int items = countItems(content);
            byte[] bytes = new byte[content.measure()];
            content.write(bytes, 0);
            payload = Payload.sealed(payload.signal(), bytes, items);
        }
        return payload;
    }

    public final int itemCount() {
        R content = root;
        return content != null && content.settle() ? countItems(content) : payload.itemCount();
    }
}
