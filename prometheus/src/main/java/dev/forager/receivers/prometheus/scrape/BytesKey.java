// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as a key of a map. The array must not change. Comparable, so that keys of one hash do no
 * harm.
 */
final class BytesKey implements Comparable<BytesKey> {
    private final byte[] bytes;
    private final int hash;

    BytesKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BytesKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int compareTo(BytesKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
