// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.sending.SendingPath;
import dev.forager.pipeline.Component;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Host;
import java.time.Duration;

/** An exporter and what stands in front of it, with one life. */
record SendingExporter(Exporter exporter, SendingPath path) implements Component {
    @Override
    public void start(Host host) throws Exception {
        exporter.start(host);
        path.start();
    }

    @Override
    public void reread() {
        exporter.reread();
    }

    @Override
    public void stop(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        path.stop(limit);
        exporter.stop(deadline.remaining());
    }
}
