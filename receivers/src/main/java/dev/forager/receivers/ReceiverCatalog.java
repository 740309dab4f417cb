// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers;

import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.receivers.nop.NopReceiverFactory;
import dev.forager.receivers.otlp.OtlpReceiverFactory;
import java.util.List;

/** The receivers of this module, sorted by id. */
public final class ReceiverCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(new NopReceiverFactory(), new OtlpReceiverFactory());
    }
}
