// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class LibBpfLogTest {
    private final LibBpfLog log = new LibBpfLog();

    @Test
    void summary_namesTheFailureAndTheVerifiersReason() {
        log.add("libbpf: prog 'x': BPF program load failed: Invalid argument\n");
        log.add(
                """
                libbpf: prog 'x': -- BEGIN PROG LOAD LOG --
                0: (85) call bpf_ktime_get_coarse_ns#160
                program of this type cannot use helper bpf_ktime_get_coarse_ns#160
                processed 74 insns (limit 1000000) max_states_per_insn 0
                -- END PROG LOAD LOG --
                """);
        log.add("libbpf: prog 'x': failed to load: -22\n");
        assertThat(log.summary())
                .isEqualTo(
                        "prog 'x': BPF program load failed: Invalid argument: program of this type"
                                + " cannot use helper bpf_ktime_get_coarse_ns#160");
    }

    @Test
    void lines_areTheLastTwenty() {
        assertThat(log.summary()).isEmpty();
        for (int i = 0; i < 30; i++) {
            log.add("libbpf: line " + i);
        }
        assertThat(log.lines()).hasSize(20).first().isEqualTo("libbpf: line 10");
        assertThat(log.summary()).isEqualTo("line 10");
        log.clear();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void lines_areThoseOfTheThread() throws Exception {
        log.add("libbpf: here");
        var there = new FutureTask<>(this::ofThisThread);
        Thread.ofVirtual().start(there);
        assertThat(there.get()).containsExactly("libbpf: there");
        assertThat(log.lines()).containsExactly("libbpf: here");
    }

    private List<String> ofThisThread() {
        log.add("libbpf: there");
        return log.lines();
    }

    @Test
    void line_isCut() {
        log.add("x".repeat(100_000));
        assertThat(log.lines()).singleElement().satisfies(e -> assertThat(e).hasSize(4096));
    }
}
