// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.Component;
import dev.forager.pipeline.ComponentFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every component promises, whatever its kind. The kits of the kinds extend it; a component's
 * test class holds one as a nested class.
 *
 * @param <C> the configuration record
 */
public abstract class ComponentContract<C extends Record> {
    /** How long stop may take, and threads to end. */
    protected static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Threads that libraries keep for the whole process. */
    private static final List<String> SHARED_THREADS =
            List.of(
                    "armeria-",
                    "startstop-support",
                    "globalEventExecutor",
                    "ForkJoinPool",
                    "Common-Cleaner",
                    "Cleaner-",
                    "VirtualThread-",
                    "junit-",
                    "awaitility-",
                    "Attach Listener",
                    "process reaper");

    /** The factory under test. */
    protected abstract ComponentFactory<C> factory();

    /** A configuration that works on any machine. */
    protected abstract C config();

    /** The same configuration as a user writes it; null leaves out the comparison. */
    protected @Nullable String yaml() {
        return null;
    }

    /** One instance for each signal or pair that the component carries. */
    abstract Collection<? extends Component> instances(TestSettings settings);

    /** What the component is started with; with extensions where it needs some. */
    protected TestHost host() {
        return new TestHost();
    }

    /** Whether a thread of this name may go on after stop, because the whole process shares it. */
    protected boolean isShared(String threadName) {
        return threadName.isEmpty() || SHARED_THREADS.stream().anyMatch(threadName::startsWith);
    }

    /** The factory describes what it makes. */
    @Test
    void info_isComplete() {
        var info = factory().info();
        assertThat(info.id()).matches("[a-z][a-z0-9_]*");
        assertThat(info.description()).endsWith(".");
        assertThat(info.configType().isRecord()).isTrue();
        assertThat(info.signals().isEmpty() && info.pairs().isEmpty())
                .isEqualTo(info.stability() != null);
    }

    /** The configuration can be written, and says what it seems to say. */
    @Test
    void yaml_saysTheSameAsTheRecord() {
        String yaml = yaml();
        Assumptions.assumeTrue(yaml != null, "no example in YAML");
        ConfigAssertions.assertThatConfig(factory(), Objects.requireNonNull(yaml))
                .bindsTo(config());
    }

    /** A graph that fails half-way stops components that never started. */
    @Test
    void stop_withoutStart_doesNothing() {
        for (Component component : instances(new TestSettings())) {
            component.stop(PATIENCE);
        }
    }

    /** Stop is harmless the second time. */
    @Test
    void stop_twice_doesNothingMore() throws Exception {
        for (Component component : instances(new TestSettings())) {
            component.start(host());
            component.stop(PATIENCE);
            component.stop(PATIENCE);
        }
    }

    /** Nothing runs on after stop. */
    @Test
    void stop_endsEveryThread() throws Exception {
        Set<Long> before = new HashSet<>(TestThreads.running().keySet());
        for (Component component : instances(new TestSettings())) {
            component.start(host());
            component.stop(PATIENCE);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threadsSince(before)).isEmpty());
    }

    private Map<Long, String> threadsSince(Set<Long> before) {
        Map<Long, String> now = TestThreads.running();
        now.keySet().removeAll(before);
        now.values().removeIf(this::isShared);
        return now;
    }
}
