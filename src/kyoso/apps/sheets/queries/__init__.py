"""Reading for sheets and public pages through the door; inquiries for those who keep the firm's window."""
