package io.mychat.gateway.bench.peer;

import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.annotation.SendToUser;
import org.springframework.stereotype.Controller;

/** Passes a message on to its user and answers the sender. */
@Controller
public class StompController {

    private final SimpMessagingTemplate messages;

    StompController(SimpMessagingTemplate messages) {
        this.messages = messages;
    }

    /** The answer is the id of the message. */
    @MessageMapping("/say")
    @SendToUser(destinations = "/queue/answers", broadcast = false)
    public String say(Said said) {
        messages.convertAndSendToUser(said.getTo(), "/queue/messages", said);
        return said.getId();
    }
}
