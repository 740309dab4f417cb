// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Iterates over the elements of elements, so that two nested loops read as one. Removing removes
 * from the inner collection.
 *
 * @param <O> outer element
 * @param <I> inner element
 */
final class Flattened<O, I> implements Iterator<I> {
    private final Iterator<? extends O> outer;
    private final Function<? super O, ? extends Iterable<? extends I>> inner;
    private Iterator<? extends I> current = Collections.emptyIterator();
    private Iterator<? extends I> last = current;

    Flattened(
            Iterable<? extends O> outer,
            Function<? super O, ? extends Iterable<? extends I>> inner) {
        this.outer = outer.iterator();
        this.inner = inner;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext()) {
            if (!outer.hasNext()) {
                return false;
            }
            current = inner.apply(outer.next()).iterator();
        }
        return true;
    }

    @Override
    public I next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        last = current;
        return current.next();
    }

    @Override
    public void remove() {
        last.remove();
    }
}
