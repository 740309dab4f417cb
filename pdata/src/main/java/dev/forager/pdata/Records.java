// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.BitSet;
import java.util.List;

/** What lists of records can do beyond {@link List}. */
public final class Records {
    private Records() {}

    /**
     * The elements in order, for one who only reads: what nobody has opened is decoded and not
     * kept, so that a long list takes no memory. An edit of an element may be lost.
     */
    @SuppressWarnings("unchecked") // A list of T passes T.
    public static <T> Iterable<T> passing(List<T> records) {
        return records instanceof RecordList<?> list ? (Iterable<T>) list.passing() : records;
    }

    /**
     * Removes elements by their places, in one pass and without decoding those that nobody has
     * opened; true if there was one.
     *
     * @throws IndexOutOfBoundsException if a place is not in the list
     */
    public static boolean removeAt(List<?> records, BitSet places) {
        if (places.length() > records.size()) {
            throw new IndexOutOfBoundsException(
                    "place %d (expected: below %d)".formatted(places.length() - 1, records.size()));
        }
        if (records instanceof RecordList<?> list) {
            return list.removeAll(places);
        }
        for (int at = places.length() - 1; at >= 0; at = places.previousSetBit(at - 1)) {
            records.remove(at);
        }
        return !places.isEmpty();
    }
}
