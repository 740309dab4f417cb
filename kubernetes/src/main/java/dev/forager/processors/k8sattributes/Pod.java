// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.KubernetesObject;
import dev.forager.kubernetes.ObjectMeta;
import java.util.List;

/**
 * What is kept of a pod. Immutable.
 *
 * @param metadata labels and annotations that a rule asks for
 * @param nodeName empty before it is bound
 * @param hostname as its specification has it, mostly empty
 * @param hostNetwork whether it has its node's addresses
 * @param addresses its addresses, the main one first
 * @param startTime when its node accepted it (RFC 3339, UTC); empty before
 * @param phase such as {@code Running}
 * @param containers its containers, also those that begin it or look at it
 */
record Pod(
        ObjectMeta metadata,
        String nodeName,
        String hostname,
        boolean hostNetwork,
        List<String> addresses,
        String startTime,
        String phase,
        List<Container> containers)
        implements KubernetesObject {

    /**
     * A container.
     *
     * @param name unique in its pod
     * @param image as the specification names it
     * @param aside whether it does not do the pod's work: it ends before the others start, or was
     *     added to look at them
     * @param runs what ran, the present one first
     */
    record Container(String name, String image, boolean aside, List<Run> runs) {}

    /**
     * One run of a container.
     *
     * @param restarts how often it had been started again
     * @param id the runtime's, without scheme
     * @param imageId the image that runs, with digest
     */
    record Run(int restarts, String id, String imageId) {}

    /** Whether anything but the version differs. */
    boolean saysTheSameAs(Pod other) {
        return metadata.saysTheSameAs(other.metadata)
                && nodeName.equals(other.nodeName)
                && hostname.equals(other.hostname)
                && hostNetwork == other.hostNetwork
                && addresses.equals(other.addresses)
                && startTime.equals(other.startTime)
                && phase.equals(other.phase)
                && containers.equals(other.containers);
    }

    /** Whether all of it has ended, so that its address may be another pod's. */
    boolean isFinished() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** What decides between two pods with one address: the one that began later has it. */
    String began() {
        return startTime.isEmpty() ? metadata.created() : startTime;
    }
}
