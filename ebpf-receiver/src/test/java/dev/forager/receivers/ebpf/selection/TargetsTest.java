// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.selection;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.cgroup.PodNames;
import dev.forager.receivers.ebpf.selection.Targets.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
    private static final EbpfReceiverFactory FACTORY = new EbpfReceiverFactory();
    private static final String UID = "0a1b2c3d-0000-4000-8000-000000000001";
    private static final String ID = "ab".repeat(32);

    @TempDir Path logs;

    private Targets targets(String lists) {
        TargetConfig config =
                assertThatConfig(FACTORY, "target: {%s}".formatted(lists)).binds().target();
        return new Targets(config, new PodNames(logs, () -> 0));
    }

    private static Cgroup group(String path) {
        return Cgroup.of(7, path);
    }

    @ParameterizedTest
    @CsvSource({
        "/a/*, /a/b, true",
        "/a/*, /a/b/c, true",
        "/a/*, /a, false",
        "/a/?, /a/bc, false",
        "*/nginx, /usr/sbin/nginx, true",
        "*/nginx, /usr/sbin/nginx2, false",
        "*a*b*, xxaxxbxx, true",
        "*aab, aaaab, true",
        "/a, /a, true",
    })
    void globs(String pattern, String text, boolean isMatch) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(isMatch);
    }

    @Test
    void aGroup_isItsPathAndAllBelow() {
        Targets of = targets("include: {cgroups: [/system.slice/nginx*]}");
        assertThat(of.narrowsGroups()).isTrue();
        assertThat(of.wantsOtherGroups()).isFalse();
        assertThat(of.wants(group("/system.slice/nginx.service"))).isTrue();
        assertThat(of.wants(group("/system.slice/nginx.service/worker"))).isTrue();
        assertThat(of.wants(group("/system.slice"))).isFalse();
        assertThat(of.wants(group("/"))).isFalse();
    }

    @Test
    void containersAndNamespaces_areTheirs() throws Exception {
        Files.createDirectory(logs.resolve("shop_cart_" + UID));
        String path = "/kubepods/pod" + UID + "/" + ID;
        assertThat(
                        targets("include: {containers: [%s]}".formatted(ID.substring(0, 12)))
                                .wants(group(path)))
                .isTrue();
        assertThat(targets("include: {namespaces: [shop]}").wants(group(path))).isTrue();
        assertThat(targets("include: {namespaces: [kube-system]}").wants(group(path))).isFalse();
        Targets none = targets("exclude: {namespaces: [shop]}");
        assertThat(none.wants(group(path))).isFalse();
        assertThat(none.wants(group("/user.slice"))).isTrue();
        assertThat(none.wantsOtherGroups()).isTrue();
        // Between lists, both must hold.
        assertThat(
                        targets("include: {namespaces: [shop], cgroups: [/user.slice]}")
                                .wants(group(path)))
                .isFalse();
    }

    @Test
    void processes_areTheirNumberNameOrExecutable() {
        var nginx = new Subject(List.of(10, 1), "nginx", "/usr/sbin/nginx");
        assertThat(targets("include: {pids: [1]}").wants(nginx)).isTrue();
        assertThat(targets("include: {pids: [2]}").wants(nginx)).isFalse();
        assertThat(targets("include: {comms: [nginx], pids: [2]}").wants(nginx)).isFalse();
        assertThat(targets("include: {executables: [/usr/*]}").wants(nginx)).isTrue();
        assertThat(targets("exclude: {comms: [nginx]}").wants(nginx)).isFalse();
        assertThat(targets("exclude: {comms: [redis]}").wants(nginx)).isTrue();
    }

    @Test
    void ports_areIncludedOrExcluded() {
        Targets of = targets("include: {ports: [80, 443]}, exclude: {ports: [443]}");
        assertThat(of.ports()).containsExactly(80, 443);
        assertThat(of.wantsPort(80)).isTrue();
        assertThat(of.wantsPort(443)).isFalse();
        assertThat(of.wantsOtherPorts()).isFalse();
        assertThat(targets("exclude: {ports: [22]}").wantsOtherPorts()).isTrue();
    }

    @Test
    void nothing_isTheHostWithoutThisProcess() {
        Targets of = targets("");
        assertThat(of.narrowsGroups() || of.narrowsProcesses() || of.narrowsPorts()).isFalse();
        assertThat(assertThatConfig(FACTORY, "{}").binds().target()).isEqualTo(TargetConfig.all());
    }

    @Test
    void mistakes_areNamed() {
        assertThatConfig(FACTORY, "target: {include: {cgroups: [kubepods]}}")
                .failsWith("cgroups[0]: kubepods (expected: a path from the root of the hierarchy");
        assertThatConfig(FACTORY, "target: {include: {containers: [xyz]}}")
                .failsWith("containers[0]: xyz (expected: 12 to 64 hexadecimal digits)");
        assertThatConfig(FACTORY, "target: {exclude: {comms: [a-name-that-is-too-long]}}")
                .failsWith("comms[0]: a-name-that-is-too-long (expected: 1 to 15 bytes)");
        assertThatConfig(FACTORY, "target: {exclude: {ports: [70000]}}")
                .failsWith("ports[0]: 70000 (expected: 1 to 65535)");
        assertThatConfig(FACTORY, "target: {exclude: {namespaces: [Shop]}}")
                .failsWith("namespaces[0]: Shop (expected: the name of a namespace)");
    }
}
