// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.Component;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every connector promises.
 *
 * @param <C> the configuration record
 */
public abstract class ConnectorContract<C extends Record> extends ComponentContract<C> {
    private static final int ITEMS = 5;

    @Override
    protected abstract ConnectorFactory<C> factory();

    /**
     * How many items of the second signal {@code input} makes, at the latest when the connector has
     * stopped; as many as go in unless told otherwise.
     */
    protected long expectedItems(SignalPair pair, Payload input) {
        return input.itemCount();
    }

    /** Whether a failure of the next consumer is the answer to the caller; false where it holds. */
    protected boolean passesFailures() {
        return true;
    }

    @Override
    final Collection<? extends Component> instances(TestSettings settings) {
        return pairs().stream()
                .map(pair -> create(pair, settings, TestConsumers.of(pair.to())))
                .toList();
    }

    final Set<SignalPair> pairs() {
        return factory().info().pairs().keySet();
    }

    /** One of the promises, for one pair. */
    private interface Promise {
        void check(SignalPair pair) throws Exception;
    }

    private Stream<DynamicTest> forEach(Promise promise) {
        return pairs().stream()
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> promise.check(each)));
    }

    /** What was accepted before stop has gone on when stop returns. */
    @TestFactory
    Stream<DynamicTest> stop_handsOnAllThatWasAccepted() {
        return forEach(this::handsOnBeforeStopReturns);
    }

    private void handsOnBeforeStopReturns(SignalPair pair) throws Exception {
        var next = TestConsumers.of(pair.to());
        Connector connector = started(pair, next);
        Payload input = TestTelemetry.of(pair.from(), ITEMS);
        connector.consume(input.open(), Context.background());
        connector.stop(PATIENCE);
        assertThat(next.sink(pair.to()).items()).isEqualTo(expectedItems(pair, input));
    }

    /** The sender learns whether it may try again, and when. */
    @TestFactory
    Stream<DynamicTest> failureOfNext_isTheAnswer() {
        return forEach(this::answersWithFailureOfNext);
    }

    private void answersWithFailureOfNext(SignalPair pair) throws Exception {
        if (!passesFailures()) {
            return;
        }
        var next = TestConsumers.of(pair.to());
        Connector connector = started(pair, next);
        for (ConsumeException failure : failures()) {
            next.sink(pair.to()).refuse(failure);
            var seen = catchThrowable(() -> consume(connector, pair));
            assertThat(seen).isSameAs(failure);
        }
        connector.stop(PATIENCE);
    }

    private static List<ConsumeException> failures() {
        return List.of(
                new Retryable("later", Duration.ofSeconds(3), null, null), new Permanent("never"));
    }

    private static void consume(Connector connector, SignalPair pair) throws ConsumeException {
        connector.consume(TestTelemetry.of(pair.from(), ITEMS).open(), Context.background());
    }

    private Connector started(SignalPair pair, TestConsumers next) throws Exception {
        Connector connector = create(pair, new TestSettings(), next);
        connector.start(host());
        return connector;
    }

    private Connector create(SignalPair pair, TestSettings settings, TestConsumers next) {
        var its = settings.connector(factory().info().id(), pair.from(), pair.to());
        return factory().create(config(), its, next);
    }
}
