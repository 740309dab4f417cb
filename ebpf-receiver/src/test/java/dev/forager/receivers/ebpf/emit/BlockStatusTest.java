// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockStatusTest {
    @Test
    void statuses_areNamed() {
        assertThat(BlockStatus.errorType(0)).isEmpty();
        assertThat(BlockStatus.errorType(10)).isEqualTo("io");
        assertThat(BlockStatus.errorType(99)).isEqualTo("99");
    }

    /** As kernels before 5.16 have them. */
    @Test
    void errnos_areNamed() {
        assertThat(BlockStatus.errorType(-5)).isEqualTo("EIO");
    }
}
