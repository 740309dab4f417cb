// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
    private static final String ID =
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String UID = "11111111-2222-3333-4444-555566667777";

    @ParameterizedTest
    @CsvSource({
        "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podUSCORE.slice/cri-containerd-ID.scope, containerd, true",
        "/kubepods.slice/kubepods-podUSCORE.slice/cri-containerd-ID.scope, containerd, true",
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUSCORE.slice/crio-ID.scope, cri-o, true",
        "/kubepods.slice/kubepods-podUSCORE.slice/docker-ID.scope, docker, true",
        "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-podUSCORE.slice/cri-containerd-ID.scope, containerd, true",
        "/other.slice/other-podDASHED.slice/cri-containerd-ID.scope, containerd, false",
        "/kubepods/burstable/podDASHED/ID, , true",
        "/kubepods/podDASHED/ID, , true",
        "/system.slice/kubepods-podUSCORE.slice:cri-containerd:ID, containerd, true",
        "/docker/ID, docker, false",
        "/system.slice/docker-ID.scope, docker, false",
        "/system.slice/docker-ID.scope/init.scope, docker, false",
        "/machine.slice/libpod-ID.scope/container, podman, false",
        "/ecs/0123456789/ID, , false",
    })
    void path_namesItsContainer(String path, @Nullable String runtime, boolean isInPod) {
        Container found =
                Container.ofPath(
                        path.replace("ID", ID)
                                .replace("USCORE", UID.replace('-', '_'))
                                .replace("DASHED", UID));
        assertThat(found).isEqualTo(new Container(ID, runtime, isInPod ? UID : null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/user.slice/user-1000.slice/session-2.scope",
                "/docker/0123",
                "/docker/XYZ3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/a/x0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/kubepods/pod11111111-2222-3333-4444-555566667777",
                ".scope",
                "/pod"
            })
    void otherPaths_nameNone(String path) {
        assertThat(Container.ofPath(path)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podHASH.slice/crio-ID.scope",
                "/kubepods/burstable/podHASH/ID",
            })
    void staticPod_isNamedByTheHashOfItsManifest(String path) {
        String hash = "0123456789abcdef".repeat(2);
        assertThat(Container.ofPath(path.replace("ID", ID).replace("HASH", hash)))
                .isNotNull()
                .extracting(Container::podUid)
                .isEqualTo(hash);
    }

    @Test
    void crioMonitor_isNoContainerOfItsOwnName() {
        assertThat(Container.ofPath("/kubepods.slice/crio-conmon-" + ID + ".scope"))
                .isEqualTo(new Container(ID, null, null));
    }
}
