// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * The container that a control group belongs to, as its path says: containerd, CRI-O, Docker and
 * Podman, with systemd's scopes and slices or with plain folders. Immutable.
 *
 * @param id 64 hexadecimal digits
 * @param runtime {@code containerd}, {@code cri-o}, {@code docker} or {@code podman}; null when the
 *     path does not say
 * @param podUid uid of its Kubernetes pod; of a static pod the hash of its manifest, which the API
 *     has as the annotation {@code kubernetes.io/config.hash}; null outside of a pod
 */
public record Container(String id, @Nullable String runtime, @Nullable String podUid) {
    private static final int ID_DIGITS = 64;
    private static final int UID_CHARS = 36;

    /** Of a static pod: the hash of its manifest, which stands for the uid. */
    private static final int HASH_CHARS = 32;

    /** The container of a path such as {@code /kubepods.slice/…}; null when it is in none. */
    public static @Nullable Container ofPath(String path) {
        String[] parts = path.split("[/:]");
        String runtime = null;
        for (int i = parts.length - 1; i >= 0; i--) {
            String part = parts[i];
            String id = idIn(part);
            if (id != null) {
                String prefix = part.substring(0, part.indexOf(id));
                runtime = runtime(prefix, i > 0 ? parts[i - 1] : "");
                return new Container(id, runtime, podUid(parts));
            }
        }
        return null;
    }

    /** The uid of the pod that a path lies in; null when in none. */
    public static @Nullable String podUidOf(String path) {
        return podUid(path.split("[/:]"));
    }

    /** The digits of {@code docker-<id>.scope} or {@code <id>}; null when there are none. */
    private static @Nullable String idIn(String part) {
        String name = part.endsWith(".scope") ? part.substring(0, part.length() - 6) : part;
        String id = name.substring(Math.max(0, name.length() - ID_DIGITS));
        boolean isWhole = name.length() == ID_DIGITS || name.endsWith("-" + id);
        return id.length() == ID_DIGITS && isWhole && isHex(id) ? id : null;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static @Nullable String runtime(String prefix, String parent) {
        return switch (prefix.isEmpty() ? parent : prefix) {
            case "cri-containerd-", "cri-containerd" -> "containerd";
            case "crio-", "crio" -> "cri-o";
            case "docker-", "docker" -> "docker";
            case "libpod-", "libpod_parent" -> "podman";
            default -> null;
        };
    }

    /**
     * The uid in {@code kubepods-burstable-pod<uid>.slice} or {@code pod<uid>}; systemd's names
     * have underscores where it has dashes.
     */
    private static @Nullable String podUid(String[] parts) {
        for (String part : parts) {
            String name = part.endsWith(".slice") ? part.substring(0, part.length() - 6) : part;
            String uid = uidAtEnd(name, UID_CHARS);
            String found = uid == null ? uidAtEnd(name, HASH_CHARS) : uid;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String uidAtEnd(String name, int chars) {
        int at = name.length() - chars;
        // Of kind, Kubernetes in Docker, all slices are below that of the kubelet.
        boolean isPod =
                at == 3 || name.startsWith("kubepods") || name.startsWith("kubelet-kubepods");
        if (at < 3 || !isPod || !name.startsWith("pod", at - 3)) {
            return null;
        }
        String uid = name.substring(at).replace('_', '-');
        return isHex(chars == HASH_CHARS ? uid : uid.replace("-", "")) ? uid : null;
    }
}
