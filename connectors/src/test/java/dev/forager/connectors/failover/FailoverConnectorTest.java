// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.failover;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.SendingConfig;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ConnectorContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FailoverConnectorTest {
    private final FailoverConnectorFactory factory = new FailoverConnectorFactory();
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final CollectingConsumer first = new CollectingConsumer();
    private final CollectingConsumer second = new CollectingConsumer();
    private final FailoverConnector connector =
            new FailoverConnector(
                    List.of(first, second),
                    Duration.ofMinutes(1),
                    settings.metrics().meter().counterBuilder("connector_failover_count").build(),
                    clock::nanoTime);

    @Test
    void levelThatFails_restsAndIsTriedAgain() throws Exception {
        send();
        assertThat(first.items()).isEqualTo(1);
        first.refuse(new Permanent("down"));
        send();
        send();
        assertThat(first.attempts()).isEqualTo(2);
        assertThat(second.items()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(1));
        send();
        assertThat(first.attempts()).isEqualTo(3);
        first.refuse(null);
        send();
        assertThat(first.attempts()).isEqualTo(3);
        clock.advance(Duration.ofMinutes(1));
        send();
        send();
        assertThat(first.items()).isEqualTo(3);
        assertThat(settings.metrics().sum("connector_failover_count")).isEqualTo(1);
    }

    /** As in the Go collector; the engine builds it. */
    @Test
    void queue_isOnUnlessTheConfigurationSaysOtherwise() {
        var factory = new FailoverConnectorFactory();
        SendingConfig byDefault =
                factory.sending(assertThatConfig(factory, "{priority_levels: [[logs/a]]}").binds());
        assertThat(byDefault.sendingQueue().enabled()).isTrue();
        assertThat(byDefault.timeout()).isZero();
        assertThat(byDefault.retryOnFailure().enabled()).isFalse();
        SendingConfig off =
                factory.sending(
                        assertThatConfig(
                                        factory,
                                        "{priority_levels: [[logs/a]], sending_queue: {enabled:"
                                                + " false}}")
                                .binds());
        assertThat(off.sendingQueue().enabled()).isFalse();
    }

    /** With nothing better left, also those that rest are asked. */
    @Test
    void lastLevelThatFails_sendsBackToTheFirst() throws Exception {
        first.refuse(new Permanent("down"));
        send();
        first.refuse(null);
        second.refuse(new Permanent("down too"));
        send();
        assertThat(first.items()).isEqualTo(1);
        second.refuse(null);
        send();
        assertThat(first.items()).isEqualTo(2);
    }

    @Test
    void allLevelsFailing_isRetryableIfOneIs() {
        var retryable = new Retryable("later", Duration.ZERO, null, null);
        first.refuse(retryable);
        second.refuse(new Permanent("never"));
        assertThatThrownBy(this::send).isSameAs(retryable);
        assertThat(settings.metrics().sum("connector_failover_count")).isEqualTo(2);
    }

    private void send() throws Exception {
        connector.consume(TestTelemetry.traces(1).open(), Context.background());
    }

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        refused("{}", "No pipelines are defined in the priority list");
        refused("priority_levels: [[]]", "expected: one or more pipelines");
        refused(
                "{priority_levels: [[traces]], retry_interval: 0s}",
                "Retry interval must be positive");
        refused(
                "{priority_levels: [[traces]], standard: {retry_interval: -1s}}",
                "Retry interval must be positive");
        refused("{priority_levels: [[traces]], strategy: best}", "strategy is invalid");
        refused("{priority_levels: [[traces]], condition: {}}", "no condition is defined");
    }

    @Test
    void interval_isTakenFromEitherPlace() {
        assertThat(interval("")).isEqualTo(Duration.ofMinutes(10));
        assertThat(interval(", retry_interval: 5m")).isEqualTo(Duration.ofMinutes(5));
        assertThat(interval(", retry_interval: 5m, standard: {retry_interval: 1m}"))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(interval(", retry_gap: 1m, max_retries: 3, sending_queue: {enabled: true}"))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void condition_isRead() {
        assertThatConfig(
                        factory,
                        "{priority_levels: [[traces]], condition: {error: {contains: refused}}}")
                .binds();
    }

    private Duration interval(String more) {
        return assertThatConfig(factory, "{priority_levels: [[traces]]" + more + "}")
                .binds()
                .effectiveInterval();
    }

    private void refused(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    @Nested
    class Contract extends ConnectorContract<FailoverConnectorConfig> {
        @Override
        protected ConnectorFactory<FailoverConnectorConfig> factory() {
            return factory;
        }

        @Override
        protected FailoverConnectorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{priority_levels: [[traces, metrics, logs]]}";
        }
    }
}
