// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Component;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every exporter promises. An exporter with another side also gives a {@link Backend}.
 *
 * @param <C> the configuration record
 */
public abstract class ExporterContract<C extends Record> extends ComponentContract<C> {
    private static final int ITEMS = 5;

    /** The other side of the exporter under test, in this process. */
    public interface Backend {
        /** Items that have arrived so far. */
        long items();

        /** From now on it asks its clients to come back later. */
        void refuseForNow();

        /** From now on it tells its clients that their data is wrong. */
        void refuseForEver();
    }

    @Override
    protected abstract ExporterFactory<C> factory();

    /** The other side that {@link #config} names, made anew for each test; null for none. */
    protected @Nullable Backend backend() {
        return null;
    }

    @Override
    final Collection<? extends Component> instances(TestSettings settings) {
        return signals().stream().map(signal -> create(signal, settings)).toList();
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

    /** The payload is shared with other branches: exporting changes nothing in it. */
    @TestFactory
    Stream<DynamicTest> payload_staysAsItWas() {
        return forEach(this::leavesPayloadAlone);
    }

    private void leavesPayloadAlone(Signal signal) throws Exception {
        Exporter exporter = started(signal);
        Payload payload = TestTelemetry.of(signal, ITEMS);
        byte[] before = TestTelemetry.bytesOf(payload);
        exporter.export(payload, Context.background());
        exporter.stop(PATIENCE);
        assertThat(TestTelemetry.bytesOf(payload)).isEqualTo(before);
    }

    /** Return without a failure means delivered. */
    @TestFactory
    Stream<DynamicTest> return_meansDelivered() {
        return forEach(this::deliversBeforeReturn);
    }

    private void deliversBeforeReturn(Signal signal) throws Exception {
        Backend backend = backendOrSkip();
        Exporter exporter = started(signal);
        exporter.export(TestTelemetry.of(signal, ITEMS), Context.background());
        assertThat(backend.items()).isEqualTo(ITEMS);
        exporter.stop(PATIENCE);
    }

    /** The two kinds of refusal are told apart. */
    @TestFactory
    Stream<DynamicTest> refusal_isRetryableOrPermanent() {
        return forEach(this::tellsRefusalsApart);
    }

    private void tellsRefusalsApart(Signal signal) throws Exception {
        Backend backend = backendOrSkip();
        Exporter exporter = started(signal);
        backend.refuseForNow();
        assertThat(failure(exporter, signal)).isInstanceOf(Retryable.class);
        backend.refuseForEver();
        assertThat(failure(exporter, signal)).isInstanceOf(Permanent.class);
        exporter.stop(PATIENCE);
    }

    private static Throwable failure(Exporter exporter, Signal signal) {
        return catchThrowable(
                () -> exporter.export(TestTelemetry.of(signal, ITEMS), Context.background()));
    }

    private Backend backendOrSkip() {
        Backend backend = backend();
        Assumptions.assumeTrue(backend != null, "this exporter has no other side");
        return Objects.requireNonNull(backend);
    }

    private Exporter started(Signal signal) throws Exception {
        Exporter exporter = create(signal, new TestSettings());
        exporter.start(host());
        return exporter;
    }

    private Exporter create(Signal signal, TestSettings settings) {
        return factory().create(config(), settings.exporter(factory().info().id(), signal));
    }
}
