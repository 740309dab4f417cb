// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecurityProbesTest {
    @Test
    void withTracefs_theProgramForAllCallsIsLeftOut() {
        assertThat(SecurityProbes.unfit(true)).containsExactly("fg_calls");
    }

    @Test
    void withoutTracefs_theProgramsOfSingleCallsAreLeftOut() {
        assertThat(SecurityProbes.unfit(false))
                .contains("fg_setuid", "fg_openat", "fg_open", "fg_unshare", "fg_move_mount")
                .doesNotContain("fg_calls", "fg_clone", "fg_module", "fg_connect")
                .hasSize(17);
    }
}
