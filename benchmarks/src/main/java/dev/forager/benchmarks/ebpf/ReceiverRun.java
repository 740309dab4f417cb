// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.EbpfReceiverConfig;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A receiver in this process, with a pipeline that only counts. Thread-safe. */
final class ReceiverRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LongAdder records = new LongAdder();
    private final AtomicReference<@Nullable Payload> metrics = new AtomicReference<>();
    private final Receiver receiver;

    /** Starts with a section of the configuration. */
    ReceiverRun(String yaml) throws Exception {
        var config = RecordBinder.read(yaml, EbpfReceiverConfig.class);
        receiver =
                new EbpfReceiverFactory()
                        .create(config, new TestSettings().receiver("ebpf"), new Counting());
        receiver.start(new TestHost());
    }

    private final class Counting implements Consumers {
        @Override
        public Consumer forSignal(Signal signal, String transport) {
            return signal == Signal.LOGS
                    ? (telemetry, _) -> records.add(telemetry.itemCount())
                    : (telemetry, _) -> metrics.set(telemetry.seal());
        }

        @Override
        public List<PipelineId> pipelines(Signal signal) {
            return List.of(new PipelineId(signal, null));
        }

        @Override
        public Consumer forPipelines(Collection<PipelineId> pipelines) {
            return forSignal(pipelines.iterator().next().signal(), "");
        }
    }

    /** Log records that have come. */
    long records() {
        return records.sum();
    }

    /** The last collection; null before the first. */
    @Nullable Payload metrics() {
        return metrics.get();
    }

    @Override
    public void close() {
        receiver.stop(PATIENCE);
    }
}
