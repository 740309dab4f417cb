// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import java.util.List;

/** The receiver of this module. */
public final class EbpfCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(new EbpfReceiverFactory());
    }
}
