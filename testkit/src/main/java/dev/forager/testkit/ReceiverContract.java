// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Component;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.Retryable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every receiver promises. A receiver that others send to also gives a {@link Sender}.
 *
 * @param <C> the configuration record
 */
public abstract class ReceiverContract<C extends Record> extends ComponentContract<C> {
    private static final int ITEMS = 5;

    /** A client of the receiver under test. */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends {@code payload} and waits for the answer.
         *
         * @return whether the answer was success; no connection is none
         */
        boolean send(Payload payload) throws Exception;
    }

    @Override
    protected abstract ReceiverFactory<C> factory();

    /** A client of a started {@code receiver}; null where nobody sends to it. */
    protected @Nullable Sender sender(Receiver receiver) throws Exception {
        return null;
    }

    @Override
    final Collection<? extends Component> instances(TestSettings settings) {
        return List.of(create(settings, TestConsumers.all()));
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

    /** Success means handed on; after stop there is no success. */
    @TestFactory
    Stream<DynamicTest> data_isTakenBetweenStartAndStopOnly() {
        return forEach(this::takesDataWhileStarted);
    }

    private void takesDataWhileStarted(Signal signal) throws Exception {
        var next = TestConsumers.all();
        Receiver receiver = create(new TestSettings(), next);
        receiver.start(host());
        try {
            Sender sender = senderOrSkip(receiver);
            assertThat(sender.send(TestTelemetry.of(signal, ITEMS))).isTrue();
            assertThat(next.sink(signal).items()).isEqualTo(ITEMS);
            receiver.stop(PATIENCE);
            assertThat(sender.send(TestTelemetry.of(signal, ITEMS))).isFalse();
            assertThat(next.sink(signal).items()).isEqualTo(ITEMS);
        } finally {
            receiver.stop(PATIENCE);
        }
    }

    /** What the pipeline refuses is no success for the sender, and the next request works. */
    @TestFactory
    Stream<DynamicTest> refusal_isToldToTheSender() {
        return forEach(this::tellsTheSender);
    }

    private void tellsTheSender(Signal signal) throws Exception {
        var next = TestConsumers.all();
        Receiver receiver = create(new TestSettings(), next);
        receiver.start(host());
        try {
            Sender sender = senderOrSkip(receiver);
            next.sink(signal).refuse(new Retryable("later"));
            assertThat(sender.send(TestTelemetry.of(signal, ITEMS))).isFalse();
            next.sink(signal).refuse(new Permanent("never"));
            assertThat(sender.send(TestTelemetry.of(signal, ITEMS))).isFalse();
            next.sink(signal).refuse(null);
            assertThat(sender.send(TestTelemetry.of(signal, ITEMS))).isTrue();
        } finally {
            receiver.stop(PATIENCE);
        }
    }

    private Sender senderOrSkip(Receiver receiver) throws Exception {
        Sender sender = sender(receiver);
        Assumptions.assumeTrue(sender != null, "nobody sends to this receiver");
        return Objects.requireNonNull(sender);
    }

    private Receiver create(TestSettings settings, TestConsumers next) {
        return factory().create(config(), settings.receiver(factory().info().id()), next);
    }
}
