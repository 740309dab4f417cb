// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> sent = new ArrayList<>();
    private final Repeats repeats =
            new Repeats(
                    (cgroup, record) ->
                            sent.add(
                                    record.body()
                                            + " x"
                                            + record.attributes().getLong("ebpf.repeat_count", 0)),
                    now::get);

    private void add(Object kind, String body, int seconds) {
        LogRecord record = new LogRecord();
        record.body(Value.of(body));
        repeats.add(kind, Duration.ofSeconds(seconds), 1, record);
    }

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
        repeats.tick();
    }

    @Test
    void theFirstGoesAtOnce_theOthersAsOne() {
        add("a", "1", 60);
        add("a", "2", 60);
        add("b", "3", 60);
        add("a", "4", 60);
        assertThat(sent).containsExactly("1 x1", "3 x1");
        after(60);
        assertThat(sent).containsExactly("1 x1", "3 x1", "4 x2");
        add("a", "5", 60);
        assertThat(sent).endsWith("5 x1");
    }

    @Test
    void withoutAWindow_nothingIsFolded() {
        add("a", "1", 0);
        add("a", "2", 0);
        assertThat(sent).containsExactly("1 x1", "2 x1");
    }

    @Test
    void anEndedWindow_isOverBeforeTheTick() {
        add("a", "1", 1);
        add("a", "2", 1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        add("a", "3", 1);
        assertThat(sent).containsExactly("1 x1", "2 x1", "3 x1");
    }

    @Test
    void theOldestKind_makesRoom() {
        add("first", "1", 60);
        add("first", "2", 60);
        for (int i = 0; i < Repeats.MOST; i++) {
            add(i, "x", 60);
        }
        assertThat(sent).contains("2 x1");
    }

    @Test
    void close_tellsWhatIsFolded() {
        add("a", "1", 60);
        add("a", "2", 60);
        repeats.close();
        assertThat(sent).containsExactly("1 x1", "2 x1");
    }
}
