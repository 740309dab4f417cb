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
    void withoutTracefs_theProgramForTracepointsOfCallsIsLeftOut() {
        assertThat(SecurityProbes.unfit(false)).containsExactly("fg_call");
    }
}
