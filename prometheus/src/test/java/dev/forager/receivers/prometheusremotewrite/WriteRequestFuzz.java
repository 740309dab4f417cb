// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.prometheus.Series;
import dev.forager.transport.codec.ProtoReader.MalformedException;
import java.util.Arrays;

/**
 * Fuzz target for both messages of remote write: the first byte says which. Whatever the bytes are,
 * the decoder gives a request or refuses with its one exception, what it gives can be converted and
 * sealed, no sample is lost on the way, and what comes out is bounded. {@code docs/fuzzing.md} says
 * how to run it.
 */
final class WriteRequestFuzz {
    private static final long MAX_BYTES = 1 << 18;

    private WriteRequestFuzz() {}

    /** Called by Jazzer, and by {@link WriteRequestFuzzTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        WriteVersion version = (input[0] & 1) == 0 ? WriteVersion.V1 : WriteVersion.V2;
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        WriteRequest request;
        try {
            request = WriteRequestDecoder.decode(version, body, 0, body.length, MAX_BYTES);
        } catch (MalformedException refused) {
            return;
        }
        Metrics metrics = SeriesConverter.convert(request, new Memory(10, 10));
        Payload sealed = metrics.seal();
        require(sealed.byteSize() <= 20 * MAX_BYTES, "too much came out: " + sealed.byteSize());
        require(sealed.itemCount() <= points(request), "points from nowhere");
        require(sealed.open().itemCount() == sealed.itemCount(), "not what was sealed");
    }

    private static long points(WriteRequest request) {
        long points = 0;
        for (Series series : request.series()) {
            points += series.size() + series.histograms().size();
        }
        return points;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
