// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFactsTest {
    private static HostFacts of(String release) {
        return new HostFacts(
                true,
                release,
                null,
                true,
                TestFacts.ALL,
                true,
                true,
                true,
                2,
                "none",
                new CgroupMount(CgroupMount.Layout.V2, Path.of("/sys/fs/cgroup")));
    }

    @ParameterizedTest
    @CsvSource({
        "6.1.0-23-amd64, true",
        "6.18.44-fc-v657, true",
        "7.0-rc1, true",
        "10.0.0, true",
        "6.1, true",
        "6.0.19, false",
        "5.15.0-1052-aws, false",
        "6, false",
        "unknown, false",
        "'', false",
    })
    void version_isReadFromTheRelease(String release, boolean isAtLeast61) {
        assertThat(of(release).isKernelAtLeast(6, 1)).isEqualTo(isAtLeast61);
    }
}
