// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.probe.CgroupMount.V1;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers on hosts where version 1 of cgroups holds the controllers. */
@KernelTest
class Version1KernelTest {
    private static final String CONTAINER = "c0ffee".repeat(11).substring(0, 64);

    @Test
    void aContainer_isKnownByItsGroupOfVersion1(@TempDir Path logs) throws Exception {
        V1 v1 = Kernel.facts().cgroups().v1();
        Assumptions.assumeTrue(v1 != null, "cgroup v2 alone");
        String uid = "0a1b2c3d-0000-4000-8000-%012x".formatted(ProcessHandle.current().pid());
        Files.createDirectory(logs.resolve("shop_cart-7_" + uid));
        Path pods =
                Files.createDirectory(
                        v1.path().resolve("forager-kubepods-" + ProcessHandle.current().pid()));
        Path pod = pods.resolve("pod" + uid);
        Path group = Files.createDirectories(pod.resolve(CONTAINER));
        var run = new ScenarioRun("performance");
        Receiver receiver = run.start("", "runtime: {pod_logs: %s},".formatted(logs));
        try {
            work(group);
            receiver.stop(ScenarioRun.PATIENCE);
            List<Payload> all = run.next().sink(Signal.METRICS).payloads();
            Points switches =
                    Points.of(all.getLast(), "process.context_switches")
                            .where(
                                    each ->
                                            each.resource()
                                                    .getString("container.id", "")
                                                    .equals(CONTAINER));
            assertThat(switches.total()).isPositive();
            var resource = switches.all().getFirst().resource();
            assertThat(resource.getString("k8s.pod.uid", "")).isEqualTo(uid);
            assertThat(resource.getString("k8s.pod.name", "")).isEqualTo("cart-7");
            assertThat(resource.getString("k8s.namespace.name", "")).isEqualTo("shop");
            assertThat(resource.getString("service.name", "")).isEqualTo("cart");
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
            Files.delete(group);
            Files.delete(pod);
            Files.delete(pods);
        }
    }

    /**
     * As runtimes start a container: they enter its group and execute its program in their place.
     */
    @Test
    void aContainerThatEndsAtOnce_hasItsNameFromTheFirstPoint(@TempDir Path folder)
            throws Exception {
        V1 v1 = Kernel.facts().cgroups().v1();
        Assumptions.assumeTrue(v1 != null, "cgroup v2 alone");
        Path runtime = folder.resolve("runc");
        Files.copy(Path.of("/bin/sh"), runtime);
        assertThat(runtime.toFile().setExecutable(true)).isTrue();
        Path group =
                Files.createDirectories(
                        v1.path()
                                .resolve("forager-short-" + ProcessHandle.current().pid())
                                .resolve("docker-" + CONTAINER + ".scope"));
        var run = new ScenarioRun("security");
        Receiver receiver = run.start("system_calls: false");
        try {
            run(group, "exec %s -c 'exec /bin/true'".formatted(runtime));
            receiver.stop(ScenarioRun.PATIENCE);
            List<Payload> all = run.next().sink(Signal.METRICS).payloads();
            assertThat(all)
                    .flatExtracting(each -> Points.of(each, "ebpf.security.events").all())
                    .extracting(Points.Point::resource)
                    .filteredOn(each -> each.getString("container.id", "").equals(CONTAINER))
                    .isNotEmpty()
                    .extracting(each -> each.getString("service.name", ""))
                    .containsOnly("true");
        } finally {
            receiver.stop(ScenarioRun.PATIENCE);
            Files.delete(group);
            Files.delete(group.getParent());
        }
    }

    /** Longer than two collections, so that its environment is seen. */
    private static void work(Path group) throws Exception {
        run(
                group,
                "exec env OTEL_SERVICE_NAME=cart sh -c 'for i in 1 2 3 4 5; do sleep 0.2; done'");
    }

    private static void run(Path group, String work) throws Exception {
        String command = "echo $$ > %s/cgroup.procs; %s".formatted(group, work);
        Process process = new ProcessBuilder("sh", "-c", command).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
