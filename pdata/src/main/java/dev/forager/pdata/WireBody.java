// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.requireNonNull;

/**
 * The body of a request as it was received: exactly one gzip member or one zstd frame that inflates
 * to the payload it hangs on, so that an exporter may send it again instead of compressing once
 * more. The array is shared and never written to.
 *
 * @param codec how the bytes are compressed
 * @param bytes the compressed bytes; counted wherever memory is counted
 */
@SuppressWarnings("ArrayRecordComponent") // shared without a copy; nobody compares bodies
public record WireBody(Codec codec, byte[] bytes) {
    public WireBody {
        requireNonNull(codec, "codec");
        requireNonNull(bytes, "bytes");
    }

    /** The codecs whose bytes serve gRPC and HTTP alike. */
    public enum Codec {
        /** RFC 1952. */
        GZIP,
        /** RFC 8878. */
        ZSTD
    }
}
