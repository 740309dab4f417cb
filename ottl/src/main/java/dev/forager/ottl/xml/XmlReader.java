// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.forager.ottl.EvaluationException;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads documents and fragments with Woodstox: prefixes are part of names, document types are
 * skipped, entities other than those of XML itself are an error.
 */
public final class XmlReader {
    /**
     * Elements within elements; deeper ones are refused (chosen: a tree is walked by recursion).
     */
    private static final int MAX_DEPTH = 500;

    private static final XMLInputFactory FRAGMENTS =
            factory(WstxInputProperties.PARSING_MODE_FRAGMENT);
    private static final XMLInputFactory DOCUMENTS =
            factory(WstxInputProperties.PARSING_MODE_DOCUMENT);

    private final XMLStreamReader in;
    private final XmlNode.Document document = new XmlNode.Document();
    private XmlNode.Parent current = document;
    private int depth;

    private XmlReader(XMLStreamReader in) {
        this.in = in;
    }

    private static XMLInputFactory factory(WstxInputProperties.ParsingMode mode) {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        factory.setProperty(WstxInputProperties.P_INPUT_PARSING_MODE, mode);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        // A mistake in a text that is read later would be no XMLStreamException.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(WstxInputProperties.P_MIN_TEXT_SEGMENT, Integer.MAX_VALUE);
        return factory;
    }

    /** The tree of a text, which must hold an element. */
    public static XmlNode.Document read(String text) throws EvaluationException {
        XMLInputFactory factory = text.contains("<!DOCTYPE") ? DOCUMENTS : FRAGMENTS;
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new StringReader(text));
            try {
                return new XmlReader(in).read(text.startsWith("<?xml "));
            } finally {
                in.close();
            }
        } catch (XMLStreamException e) {
            throw new EvaluationException("parse xml: " + oneLine(e));
        }
    }

    /** Woodstox appends the place on a line of its own. */
    private static String oneLine(XMLStreamException e) {
        return String.valueOf(e.getMessage()).replace('\n', ' ').strip();
    }

    private XmlNode.Document read(boolean declared) throws XMLStreamException, EvaluationException {
        if (declared) {
            current.add(new XmlNode.Markup(declaration()));
        }
        while (in.hasNext()) {
            event(in.next());
        }
        if (document.children().stream().noneMatch(XmlNode.Element.class::isInstance)) {
            throw new EvaluationException("parse xml: xmlquery: invalid XML document");
        }
        return document;
    }

    private String declaration() {
        StringBuilder out = new StringBuilder("<?xml version=\"");
        String version = in.getVersion();
        out.append(version == null ? "1.0" : version).append('"');
        if (in.getCharacterEncodingScheme() != null) {
            out.append(" encoding=\"").append(in.getCharacterEncodingScheme()).append('"');
        }
        if (in.standaloneSet()) {
            out.append(" standalone=\"").append(in.isStandalone() ? "yes" : "no").append('"');
        }
        return out.append("?>").toString();
    }

    private void event(int type) throws EvaluationException {
        switch (type) {
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> {
                depth--;
                current = current.parent() == null ? document : current.parent();
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE ->
                    current.add(new XmlNode.Text(in.getText(), false));
            case XMLStreamConstants.CDATA -> current.add(new XmlNode.Text(in.getText(), true));
            case XMLStreamConstants.COMMENT -> current.add(new XmlNode.Comment(in.getText()));
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                    current.add(new XmlNode.Markup(instruction()));
            case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new EvaluationException(
                            "parse xml: invalid character entity &%s;"
                                    .formatted(in.getLocalName()));
            default -> {} // start and end of the text, document types
        }
    }

    private String instruction() {
        String data = in.getPIData();
        boolean empty = data == null || data.isBlank();
        return "<?" + in.getPITarget() + (empty ? "" : " " + data.strip()) + "?>";
    }

    private void start() throws EvaluationException {
        if (++depth > MAX_DEPTH) {
            throw new EvaluationException(
                    "exceeded maximum XML nesting depth of %d".formatted(MAX_DEPTH));
        }
        String name = in.getLocalName();
        XmlNode.Element element = new XmlNode.Element(prefix(name), local(name));
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String attribute = in.getAttributeLocalName(i);
            element.add(
                    new XmlNode.Attribute(
                            prefix(attribute), local(attribute), in.getAttributeValue(i)));
        }
        current.add(element);
        current = element;
    }

    private static String prefix(String name) {
        return name.substring(0, Math.max(0, name.indexOf(':')));
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }
}
