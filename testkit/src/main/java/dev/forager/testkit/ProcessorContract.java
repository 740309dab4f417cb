// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Component;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every processor promises.
 *
 * @param <C> the configuration record
 */
public abstract class ProcessorContract<C extends Record> extends ComponentContract<C> {
    private static final int ITEMS = 5;

    @Override
    protected abstract ProcessorFactory<C> factory();

    /**
     * How many of {@code input}'s items come out, at the latest when the processor has stopped; all
     * unless told otherwise.
     */
    protected long expectedItems(Payload input) {
        return input.itemCount();
    }

    /** Whether a failure of the next consumer is the answer to the caller; false where it holds. */
    protected boolean passesFailures() {
        return true;
    }

    @Override
    final Collection<? extends Component> instances(TestSettings settings) {
        return signals().stream()
                .map(signal -> create(signal, settings, new CollectingConsumer()))
                .toList();
    }

    final Set<Signal> signals() {
        return factory().info().signals().keySet();
    }

    /** One of the promises, for one signal. */
    private interface Promise {
        void check(Signal signal) throws Exception;
    }

    private Stream<DynamicTest> forEach(Promise promise) {
        return signals().stream()
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> promise.check(each)));
    }

    /** What was accepted before stop has gone on when stop returns. */
    @TestFactory
    Stream<DynamicTest> stop_handsOnAllThatWasAccepted() {
        return forEach(this::handsOnBeforeStopReturns);
    }

    private void handsOnBeforeStopReturns(Signal signal) throws Exception {
        var next = new CollectingConsumer();
        Processor processor = started(signal, next);
        Payload input = TestTelemetry.of(signal, ITEMS);
        processor.consume(input.open(), Context.background());
        processor.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(expectedItems(input));
    }

    /** The input's bytes belong to others too: a processor edits its handle only. */
    @TestFactory
    Stream<DynamicTest> input_staysAsItWas() {
        return forEach(this::leavesInputAlone);
    }

    private void leavesInputAlone(Signal signal) throws Exception {
        Processor processor = started(signal, new CollectingConsumer());
        Payload input = TestTelemetry.of(signal, ITEMS);
        byte[] before = TestTelemetry.bytesOf(input);
        processor.consume(input.open(), Context.background());
        processor.stop(PATIENCE);
        assertThat(TestTelemetry.bytesOf(input)).isEqualTo(before);
    }

    /** The sender learns whether it may try again, and when. */
    @TestFactory
    Stream<DynamicTest> failureOfNext_isTheAnswer() {
        return forEach(this::answersWithFailureOfNext);
    }

    private void answersWithFailureOfNext(Signal signal) throws Exception {
        if (!passesFailures()) {
            return;
        }
        var next = new CollectingConsumer();
        Processor processor = started(signal, next);
        for (ConsumeException failure : failures()) {
            next.refuse(failure);
            var seen = catchThrowable(() -> consume(processor, signal));
            assertThat(seen).isSameAs(failure);
        }
        processor.stop(PATIENCE);
    }

    private static List<ConsumeException> failures() {
        return List.of(
                new Retryable("later", Duration.ofSeconds(3), null, null), new Permanent("never"));
    }

    private static void consume(Processor processor, Signal signal) throws ConsumeException {
        processor.consume(TestTelemetry.of(signal, ITEMS).open(), Context.background());
    }

    private Processor started(Signal signal, Consumer next) throws Exception {
        Processor processor = create(signal, new TestSettings(), next);
        processor.start(host());
        return processor;
    }

    private Processor create(Signal signal, TestSettings settings, Consumer next) {
        return factory().create(config(), settings.processor(factory().info().id(), signal), next);
    }
}
