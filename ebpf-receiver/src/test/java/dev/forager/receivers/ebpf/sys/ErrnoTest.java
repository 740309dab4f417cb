// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void names_areThoseOfTheHeader() {
        assertThat(Errno.name(1)).isEqualTo("EPERM");
        assertThat(Errno.name(22)).isEqualTo("EINVAL");
        assertThat(Errno.name(40)).isEqualTo("ELOOP");
        assertThat(Errno.name(42)).isEqualTo("ENOMSG");
        assertThat(Errno.name(59)).isEqualTo("EBFONT");
        assertThat(Errno.name(95)).isEqualTo("EOPNOTSUPP");
        assertThat(Errno.name(104)).isEqualTo("ECONNRESET");
        assertThat(Errno.name(110)).isEqualTo("ETIMEDOUT");
        assertThat(Errno.name(111)).isEqualTo("ECONNREFUSED");
        assertThat(Errno.name(113)).isEqualTo("EHOSTUNREACH");
        assertThat(Errno.name(125)).isEqualTo("ECANCELED");
        assertThat(Errno.name(133)).isEqualTo("EHWPOISON");
        assertThat(Errno.name(524)).isEqualTo("ENOTSUPP");
        assertThat(Errno.name(0)).isEqualTo("0");
        assertThat(Errno.name(9999)).isEqualTo("9999");
    }
}
