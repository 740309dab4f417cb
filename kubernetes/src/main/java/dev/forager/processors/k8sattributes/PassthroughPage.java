// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.StatusPage;
import java.util.Map;

/**
 * Sends those who ask a processor that knows no pods to the one that does. Immutable.
 *
 * @param id of the processor
 * @param pipeline it stands in
 */
record PassthroughPage(ComponentId id, PipelineId pipeline) implements StatusPage {
    @Override
    public String name() {
        return Explainer.NAME;
    }

    @Override
    public String title() {
        return Explainer.TITLE;
    }

    @Override
    public String asksFor() {
        return Explainer.WORDS;
    }

    @Override
    public String text(Map<String, String> parameters) {
        return """
        %s in %s
          passthrough: writes the sender's address as k8s.pod.ip, asks no API and so knows no pod.
          The collector behind it names the pod, by a k8s_attributes without passthrough: ask that one (--endpoint).
        """
                .formatted(id, pipeline);
    }
}
