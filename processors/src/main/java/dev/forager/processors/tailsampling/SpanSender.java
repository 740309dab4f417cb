// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Payload;
import dev.forager.pdata.TraceSlice;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/**
 * Hands sampled spans on. Traces travel together, up to a bound, since each request has its price
 * in every component behind; a trace is not divided. Senders have had their answer, so a failure
 * ends here. Thread-safe.
 */
final class SpanSender {
    /** About a batch, and well below the 4 MiB that gRPC servers accept (chosen). */
    private static final int MOST_SPANS = 512;

    private static final long MOST_BYTES = 1 << 20;

    private final Consumer next;
    private final Logger logger;

    SpanSender(Consumer next, Logger logger) {
        this.next = next;
        this.logger = logger;
    }

    /** Sends the spans of whole traces, each the next of {@code traces}. */
    void sendTraces(List<List<TraceSlice>> traces) {
        var together = new ArrayList<TraceSlice>();
        long spans = 0;
        long bytes = 0;
        for (List<TraceSlice> trace : traces) {
            long moreSpans = 0;
            long moreBytes = 0;
            for (TraceSlice slice : trace) {
                moreSpans += slice.spanCount();
                moreBytes += slice.byteSize();
            }
            if (spans > 0 && (spans + moreSpans > MOST_SPANS || bytes + moreBytes > MOST_BYTES)) {
                send(together);
                together.clear();
                spans = 0;
                bytes = 0;
            }
            together.addAll(trace);
            spans += moreSpans;
            bytes += moreBytes;
        }
        send(together);
    }

    /** Sends spans as one request; none are not sent. */
    void send(List<TraceSlice> slices) {
        if (slices.isEmpty()) {
            return;
        }
        Payload payload = TraceSlice.join(slices);
        try {
            next.consume(payload.open(), Context.background());
        } catch (ConsumeException e) {
            logger.atWarn()
                    .addKeyValue("error", e.getMessage())
                    .addKeyValue("dropped_items", payload.itemCount())
                    .log("Error sending spans to destination");
        } catch (RuntimeException e) {
            // A fault in a component behind must not end the thread that decides.
            logger.atError()
                    .addKeyValue("dropped_items", payload.itemCount())
                    .setCause(e)
                    .log("Error sending spans to destination: this is a fault of Forager");
        }
    }
}
