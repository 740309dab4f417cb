// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static dev.forager.engine.Items.spans;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.engine.graph.BuildException;
import dev.forager.engine.graph.RollbackException;
import dev.forager.engine.graph.StartException;
import dev.forager.pipeline.ComponentStatus;
import org.junit.jupiter.api.Test;

/** Reloads that fail: the former configuration stays in use. */
class RollbackTest {
    private static final String BASE =
            """
            receivers: {source: {}, source/2: {}}
            processors: {count: {}}
            exporters: {sink: {}, sink/2: {}}
            extensions: {aid: {}}
            service:
              extensions: [aid]
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [source], processors: [count], exporters: [sink]}
            """;

    @Test
    void aGraphThatCannotBeBuilt_touchesNothing() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            assertThatThrownBy(() -> running.reload(BASE.replace("traces:", "logs:")))
                    .isInstanceOf(BuildException.class);

            assertThat(running.parts.journal).isEmpty();
            assertThatItWorks(running, 1);
        }
    }

    @Test
    void anExporterThatDoesNotStart_touchesNothing() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.parts.send("source", spans(1));
            running.parts.broken.add("bad");
            assertThatThrownBy(() -> running.reload(BASE.replace("sink: {}", "sink: {mark: bad}")))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("failed to start \"sink\" exporter");

            assertThat(running.parts.journal).containsExactly("stop exporter sink#bad");
            assertThatItWorks(running, 2);
        }
    }

    @Test
    void aReceiverThatDoesNotStart_bringsBackTheFormerOne_andAllElseStays() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.parts.send("source", spans(1));
            running.parts.broken.add("bad");
            assertThatThrownBy(
                            () ->
                                    running.reload(
                                            BASE.replace("source: {}", "source: {mark: bad}")
                                                    .replace("sink: {}", "sink: {mark: new}")
                                                    .replace("aid: {}", "aid: {mark: new}")))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("failed to start \"source\" receiver");

            assertThat(running.parts.journal)
                    .containsExactly(
                            "stop extension aid",
                            "start extension aid#new",
                            "start exporter sink#new",
                            "stop receiver source",
                            "stop extension aid#new",
                            "start extension aid",
                            "start receiver source",
                            "ready extension aid",
                            "stop exporter sink#new");
            assertThatItWorks(running, 2);
        }
    }

    @Test
    void aReloadAfterOneThatFailed_works() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.parts.broken.add("bad");
            assertThatThrownBy(
                            () -> running.reload(BASE.replace("source: {}", "source: {mark: bad}")))
                    .isInstanceOf(StartException.class);
            running.reload(BASE.replace("source: {}", "source: {mark: good}"));

            assertThat(running.parts.journal)
                    .containsExactly("stop receiver source", "start receiver source#good");
            assertThatItWorks(running, 1);
        }
    }

    @Test
    void whenTheFormerOneDoesNotComeBack_theServiceIsStillToBeStopped() throws Exception {
        try (var running = new ReloadFixture(BASE)) {
            running.parts.broken.add("bad");
            running.parts.broken.add("");
            assertThatThrownBy(
                            () -> running.reload(BASE.replace("source: {}", "source: {mark: bad}")))
                    .isInstanceOf(RollbackException.class)
                    .hasMessageContaining("failed to start \"source\" receiver");
            running.stop();

            assertThat(running.parts.journal)
                    .contains("stop processor count", "stop exporter sink", "stop extension aid");
        }
    }

    private static void assertThatItWorks(ReloadFixture running, int counted) throws Exception {
        running.parts.send("source", spans(1));
        assertThat(running.parts.counters.get("count")).hasValue(counted);
        assertThat(requireNonNull(running.parts.sinks.get("sink")).getFirst().items())
                .isEqualTo(counted);
        assertThat(running.service.statuses().values()).containsOnly(ComponentStatus.ok());
        assertThat(running.service.pipelines()).hasSize(1);
        running.assertBooksAreClosed();
    }
}
