// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** How the size of a {@link Payload} is measured by queues and batches. All are O(1). */
public enum Sizer {
    /** Every payload counts one. */
    REQUESTS {
        @Override
        public long sizeOf(Payload payload) {
            return 1;
        }
    },
    /** Spans, data points, log records or profile samples. */
    ITEMS {
        @Override
        public long sizeOf(Payload payload) {
            return payload.itemCount();
        }
    },
    /** Bytes of the serialised export request. */
    BYTES {
        @Override
        public long sizeOf(Payload payload) {
            return payload.byteSize();
        }
    };

    /** The size of {@code payload} in this unit. */
    public abstract long sizeOf(Payload payload);
}
